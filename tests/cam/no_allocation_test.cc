// Frames of one size are explained and painted without asking for memory.
#include <gtest/gtest.h>

#include "camapp/cam/explain.h"
#include "camapp/picture/exact_overlay.h"
#include "tests/nets/allocation_counter.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

size_t AllocationsOfSecondFrame(const ExplainOptions& options) {
  StatusOr<LoadedModel> model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  EXPECT_TRUE(model.ok()) << model.status().message();
  auto explainer = Explainer::Create(*std::move(model), options);
  EXPECT_TRUE(explainer.ok());
  const Picture frame = RandomPicture(120, 160, 1);
  Explanation explanation;
  EXPECT_TRUE((*explainer)->Explain(frame, &explanation).ok());
  ExactOverlayPainter painter(explanation.map.size, frame.extent(),
                              explanation.provenance.covered);
  Picture overlay;
  painter.Paint(explanation.map.values, frame, {}, &overlay);

  const AllocationCounter counter;
  const bool explained = (*explainer)->Explain(frame, &explanation).ok();
  painter.Paint(explanation.map.values, frame, {}, &overlay);
  const size_t count = counter.Count();
  EXPECT_TRUE(explained);
  return count;
}

TEST(NoAllocation, SecondFrame) {
  if (!CanCountAllocations()) GTEST_SKIP() << "not under a sanitizer";
  for (size_t threads : {1, 3})
    for (ResizeQuality quality : {ResizeQuality::kExact, ResizeQuality::kFast})
      EXPECT_EQ(AllocationsOfSecondFrame(
                    {.session = {.threads = threads}, .quality = quality}),
                0u)
          << threads << " threads";
}

}  // namespace
}  // namespace camglass
