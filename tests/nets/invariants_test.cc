// What must hold for any weights and any picture.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/session.h"
#include "tests/golden/random_params.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

constexpr Extent kInput{97, 161};
// Unit roundoff of float.
constexpr double kRoundoff = std::numeric_limits<float>::epsilon() / 2;

class InvariantsTest : public ::testing::TestWithParam<NetId> {};

INSTANTIATE_TEST_SUITE_P(, InvariantsTest, ::testing::ValuesIn(DistinctNets()),
                         CaseName<NetId>);

// A session and a plan that has run on a random picture.
struct Ran {
  std::unique_ptr<Session> session;
  Plan* plan;
};

Ran RunOnce(const Net& net, size_t threads, const Tensor& input) {
  SessionOptions options;
  options.threads = threads;
  Ran ran{MakeSession(net, options), nullptr};
  ran.plan = MakePlan(*ran.session, {input.h, input.w});
  CopyInput(input, *ran.plan);
  ran.session->Run(*ran.plan);
  return ran;
}

// Weight of feature channel `ch` in class `index`'s map.
double MapWeight(const Net& net, size_t index, size_t ch) {
  if (net.class_map == ClassMapKind::kDirect) return index == ch ? 1 : 0;
  const Param& weight = net.graph.params[net.graph.FindParam(net.head_weight)];
  return weight.data[index * weight.shape[1] + ch];
}

double MapBias(const Net& net, size_t index) {
  if (net.class_map == ClassMapKind::kDirect) return 0;
  return net.graph.params[net.graph.FindParam(net.head_bias)].data[index];
}

// Mean over all cells of a feature channel, and of its magnitude.
struct ChannelMean {
  double mean = 0;
  double magnitude = 0;
};

std::vector<ChannelMean> ChannelMeans(const TensorView& features) {
  std::vector<ChannelMean> means(features.c);
  const double cells = static_cast<double>(features.h * features.w);
  for (size_t y = 0; y < features.h; ++y) {
    for (size_t x = 0; x < features.w; ++x) {
      for (size_t ch = 0; ch < features.c; ++ch) {
        means[ch].mean += features.At(y, x, ch) / cells;
        means[ch].magnitude += std::abs(features.At(y, x, ch)) / cells;
      }
    }
  }
  return means;
}

// The mean of a map is the sum over channels of weight * mean, whichever sum is
// done first. The engine's float sums have cells + channels + 2 terms and
// roundings, each of at most one roundoff of the magnitudes summed.
TEST_P(InvariantsTest, MeanOfEveryClassMapPlusBiasIsItsLogit) {
  const Net net = BoundNet(GetParam(), 10);
  const Ran ran = RunOnce(net, 2, RandomInput(kInput));
  const TensorView features = ran.plan->View(net.features);
  const TensorView logits = ran.plan->View(net.logits);
  const std::vector<ChannelMean> means = ChannelMeans(features);
  const double roundings =
      static_cast<double>(features.h * features.w + features.c + 2);
  for (size_t index = 0; index < logits.c; ++index) {
    double map_mean = 0;
    double magnitude = std::abs(MapBias(net, index));
    for (size_t ch = 0; ch < features.c; ++ch) {
      const double weight = MapWeight(net, index, ch);
      map_mean += weight * means[ch].mean;
      magnitude += std::abs(weight) * means[ch].magnitude;
    }
    EXPECT_NEAR(map_mean + MapBias(net, index), logits.At(0, 0, index),
                roundings * kRoundoff * magnitude)
        << "class " << index;
  }
}

TEST_P(InvariantsTest, ThreadsDoNotChangeABit) {
  const Net net = BoundNet(GetParam(), 10);
  const Tensor input = RandomInput(kInput);
  const Ran one = RunOnce(net, 1, input);
  for (const size_t threads : {2, 3}) {
    const Ran many = RunOnce(net, threads, input);
    EXPECT_EQ(many.session->threads(), threads);
    for (const ValueId value : {net.features, net.logits, net.scores}) {
      EXPECT_TRUE(SameBits(one.plan->View(value), many.plan->View(value)))
          << threads << " threads, " << net.graph.values[value].name;
    }
  }
}

TEST_P(InvariantsTest, ScoresAreADistribution) {
  const Net net = BoundNet(GetParam(), 1000);
  const Ran ran = RunOnce(net, 2, RandomInput({33, 47}));
  const TensorView logits = ran.plan->View(net.logits);
  const TensorView scores = ran.plan->View(net.scores);
  double sum = 0;
  for (size_t i = 0; i < scores.c; ++i) {
    EXPECT_GE(scores.At(0, 0, i), 0.0f);
    sum += scores.At(0, 0, i);
    const size_t next = (i + 1) % scores.c;
    if (logits.At(0, 0, i) >= logits.At(0, 0, next)) {
      EXPECT_GE(scores.At(0, 0, i), scores.At(0, 0, next));
    }
  }
  // Each score is rounded once for the division and once for the sum below it.
  EXPECT_NEAR(sum, 1.0, static_cast<double>(scores.c + 2) * kRoundoff);
}

// A second run, and a run after other sizes, give the first run's bits: nothing
// of an earlier picture stays behind.
TEST_P(InvariantsTest, RunsDoNotInfluenceEachOther) {
  const Net net = BoundNet(GetParam(), 10);
  const Tensor input = RandomInput({33, 47});
  const Ran ran = RunOnce(net, 2, input);
  const Tensor first = CopyOf(ran.plan->View(net.features));
  for (const Extent other : {Extent{47, 33}, Extent{64, 64}, Extent{33, 47}}) {
    Plan* plan = MakePlan(*ran.session, other);
    CopyInput(RandomInput(other, 3.0f), *plan);
    ran.session->Run(*plan);
  }
  Plan* plan = MakePlan(*ran.session, {33, 47});
  CopyInput(input, *plan);
  ran.session->Run(*plan);
  Tensor want = first;
  EXPECT_TRUE(SameBits(plan->View(net.features), want.View()));
}

// Without constants (biases, means) these networks are linear in the scale of
// the picture, and doubling is exact in floating point.
class LinearityTest : public ::testing::TestWithParam<NetId> {};

INSTANTIATE_TEST_SUITE_P(, LinearityTest,
                         ::testing::Values(NetId{"squeezenet1_1", "caffe"},
                                           NetId{"googlenet", "torchvision"},
                                           NetId{"resnet18", "torchvision"}),
                         CaseName<NetId>);

bool IsConstant(const std::string& name) {
  return name.ends_with(".bias") || name.ends_with(".running_mean");
}

Net NetWithoutConstants(const NetId& id) {
  Net net = UnboundNet(id, 10);
  const ParamSource random = RandomParams(net.graph);
  const ParamSource source =
      [&](const std::string& name) -> StatusOr<ParamData> {
    StatusOr<ParamData> data = random(name);
    if (!data.ok() || !IsConstant(name)) return data;
    auto zeros = std::make_shared<std::vector<float>>(data->shape[0], 0.0f);
    return ParamData{data->shape, zeros->data(), zeros};
  };
  EXPECT_TRUE(BindParams(source, &net.graph).ok());
  return net;
}

TEST_P(LinearityTest, DoublingThePictureDoublesEveryFeature) {
  const Net net = NetWithoutConstants(GetParam());
  const Ran once = RunOnce(net, 2, RandomInput({65, 97}, 1.0f));
  const Ran twice = RunOnce(net, 2, RandomInput({65, 97}, 2.0f));
  for (const ValueId value : {net.features, net.logits}) {
    Tensor doubled = CopyOf(once.plan->View(value));
    for (float& element : doubled.data) element *= 2;
    EXPECT_TRUE(SameBits(twice.plan->View(value), doubled.View()))
        << net.graph.values[value].name;
  }
}

}  // namespace
}  // namespace camglass
