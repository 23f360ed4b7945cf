#include "tests/library/direct_explanation.h"

#include <utility>

#include "camapp/cam/explain.h"
#include "camapp/picture/exact_overlay.h"
#include "engine/base/check.h"
#include "weights/load_model.h"

DirectExplanation ExplainDirectly(const std::string& path,
                                  const std::vector<uint8_t>& rgb,
                                  size_t height, size_t width,
                                  size_t class_index) {
  using namespace camglass;  // NOLINT
  StatusOr<LoadedModel> model = LoadModel(path);
  CAMGLASS_CHECK(model.ok());
  ExplainOptions options;
  options.session.threads = 1;
  options.class_query = std::to_string(class_index);
  options.keep_features = true;
  auto explainer = Explainer::Create(*std::move(model), options);
  CAMGLASS_CHECK(explainer.ok());
  Picture frame(height, width);
  frame.rgb = rgb;
  Explanation seen;
  CAMGLASS_CHECK((*explainer)->Explain(frame, &seen).ok());

  DirectExplanation out;
  out.logits = seen.scores.logits;
  out.scores = seen.scores.values;
  out.features = seen.features;
  for (const RankedClass& ranked : seen.scores.top)
    out.top.push_back(ranked.index);
  out.map_height = seen.map.size.h;
  out.map_width = seen.map.size.w;
  out.map = seen.map.values;
  ExactOverlayPainter painter(seen.map.size, frame.extent(),
                              seen.provenance.covered);
  OverlayOptions colours;
  colours.style = OverlayStyle::kViridis;
  Picture overlay;
  painter.Paint(seen.map.values, frame, colours, &overlay);
  out.overlay = overlay.rgb;
  return out;
}
