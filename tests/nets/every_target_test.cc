// Whole networks on every SIMD target of this CPU, at sizes that leave tails
// everywhere.
#include "tests/every_target.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/reference/executor.h"
#include "engine/session.h"
#include "tests/golden/random_params.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

class NetsOnEveryTargetTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(NetsOnEveryTargetTest);

void ExpectStepsMatchReference(const NetId& id, Extent extent) {
  SCOPED_TRACE(id.Name());
  const Net net = BoundNet(id, 10);
  const Tensor input = RandomInput(extent);
  auto reference = RunReference(net.graph, input);
  ASSERT_TRUE(reference.ok()) << reference.status().message();
  SessionOptions options;
  options.threads = 3;
  const auto session = MakeSession(net, options);
  Plan& plan = *MakePlan(*session, extent);
  CopyInput(input, plan);
  session->Run(plan, [&](const StepReport& step) {
    if (!step.complete) return;  // later steps go on writing the value
    // A part of a moved pool: compared with the concat that it becomes.
    if (step.output >= reference->size()) return;
    const Difference apart =
        Compare(step.view, (*reference)[step.output].View());
    EXPECT_LE(apart.Relative(), 1e-4)
        << *step.name << " (" << step.kernel << ") " << apart.where;
  });
}

TEST_P(NetsOnEveryTargetTest, EveryStepMatchesTheReference) {
  for (const NetId& id : DistinctNets()) {
    ExpectStepsMatchReference(id, {33, 47});
    ExpectStepsMatchReference(id, {41, 31});
  }
}

}  // namespace
}  // namespace camglass
