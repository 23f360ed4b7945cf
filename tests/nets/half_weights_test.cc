// Whole networks with weights in half precision.
#include "tests/graph/half_weights.h"

#include <gtest/gtest.h>

#include "engine/session.h"
#include "tests/golden/random_params.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

class HalfWeightsInNetTest : public ::testing::TestWithParam<NetId> {};

INSTANTIATE_TEST_SUITE_P(, HalfWeightsInNetTest,
                         ::testing::ValuesIn(DistinctNets()), CaseName<NetId>);

// What a model file in f16 promises: --precision f16 reads half of it and
// changes no bit, as long as all convolutions are direct.
TEST_P(HalfWeightsInNetTest, AModelStoredInF16HasTheVeryBitsOfF32) {
  Net net = BoundNet(GetParam());
  net.graph = WithHalfWeights(net.graph, true);
  const Extent extent{97, 161};
  const Tensor input = RandomInput(extent);
  SessionOptions options;
  options.threads = 2;
  options.plan.conv = ConvChoice::kDirect;
  const auto f32 = MakeSession(net, options);
  options.plan.precision = Precision::kF16;
  const auto f16 = MakeSession(net, options);
  Plan& wanted = *MakePlan(*f32, extent);
  Plan& got = *MakePlan(*f16, extent);
  CopyInput(input, wanted);
  CopyInput(input, got);
  f32->Run(wanted);
  f16->Run(got);
  for (const ValueId value : {net.features, net.logits, net.scores}) {
    EXPECT_TRUE(SameBits(got.View(value), wanted.View(value)))
        << net.graph.values[value].name;
  }
  EXPECT_LT(f16->packed_bytes(), f32->packed_bytes());
}

}  // namespace
}  // namespace camglass
