// Passes, alone and in every combination, on random graphs: odd constellations
// that nobody thought of.
#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/builder.h"
#include "engine/graph/passes.h"
#include "tests/graph/same_values.h"
#include "tests/graph/small_graphs.h"

namespace camglass {
namespace {

constexpr uint32_t kGraphs = 400;
constexpr size_t kInputChannels = 2;

// Draws layers of one extent, mostly on top of what was made last, so that
// patterns which passes look for are frequent.
class RandomGraph {
 public:
  explicit RandomGraph(uint32_t seed) : random_(seed) {
    values_.push_back(b_.Input("x", kInputChannels));
  }

  Graph Build() {
    const size_t count = 4 + Below(12);
    for (size_t i = 0; i < count; ++i) {
      const ValueId value = AddLayer(std::to_string(i));
      values_.push_back(value);
      if (Below(10) == 0) b_.Keep(value);
    }
    b_.Output(values_.back());
    return std::move(b_).Build();
  }

 private:
  size_t Below(size_t n) { return random_() % n; }

  ValueId PickValue() {
    const size_t back = Below(3) == 0 ? Below(values_.size()) : 0;
    return values_[values_.size() - 1 - back];
  }

  // A value with as many channels, perhaps x itself.
  ValueId PickLike(ValueId x) {
    std::vector<ValueId> same;
    for (const ValueId value : values_) {
      if (b_.Channels(value) == b_.Channels(x)) same.push_back(value);
    }
    return same[Below(same.size())];
  }

  ValueId AddLayer(const std::string& id) {
    ValueId x = PickValue();
    switch (Below(16)) {
      case 0:
      case 1:
        return b_.Activate(
            "relu" + id, x,
            Below(2) == 0 ? Activation::kRelu : Activation::kRelu6);
      case 2:
      case 3:
      case 4:
        return b_.BatchNormalize("norm" + id, x, 1e-3);
      case 5:
      case 6:
      case 7:
        return b_.Sum("sum" + id, x, PickLike(x));
      case 8:
        return b_.Dropout("drop" + id, x);
      case 9:
        if (b_.Channels(x) <= 4) {
          x = b_.Concatenate("pair" + id, {x, AddConv("part" + id, x)});
        }
        return b_.MaxPool2d("pool" + id, x, {.k = 3, .stride = 1, .pad = 1});
      case 10:
        if (b_.Channels(x) <= 4) {
          return b_.Concatenate("cat" + id, {x, PickLike(x)});
        }
        return AddConv("conv" + id, x);
      default:
        return AddConv("conv" + id, x);
    }
  }

  ValueId AddConv(const std::string& name, ValueId x) {
    const size_t channels = b_.Channels(x);
    const size_t k = Below(4) == 0 ? 3 : 1;
    const std::vector<size_t> groups = {1, 1, 2, channels};
    ConvSpec spec{.out_c = channels, .k = k};
    spec.pad = Below(2) == 0 ? Padding::Same() : Padding::All(k / 2);
    spec.groups = groups[Below(groups.size())];
    spec.bias = Below(2) == 0;
    return b_.Conv(name, x, spec);
  }

  std::mt19937 random_;
  GraphBuilder b_{"random"};
  std::vector<ValueId> values_;
};

Graph BoundRandomGraph(uint32_t seed) {
  Graph graph = RandomGraph(seed).Build();
  BindRandomParams(seed, &graph);
  return graph;
}

struct CountedPass {
  const char* name;
  void (*run)(Graph*);
};

void PrintTo(const CountedPass& pass, std::ostream* out) { *out << pass.name; }

class RandomPassesTest : public ::testing::TestWithParam<CountedPass> {};

TEST_P(RandomPassesTest, KeptValuesStayTheSame) {
  size_t graphs_changed = 0;
  for (uint32_t seed = 0; seed < kGraphs; ++seed) {
    const Graph plain = BoundRandomGraph(seed);
    Graph changed = plain;
    GetParam().run(&changed);
    if (ToText(changed) != ToText(plain)) ++graphs_changed;
    const Tensor input = RandomTensor(seed, 4, 5, kInputChannels);
    ASSERT_LE(WorstDifference(plain, changed, input), 1.0)
        << "seed " << seed << "\nfrom\n"
        << ToText(plain) << "to\n"
        << ToText(changed);
  }
  EXPECT_GT(graphs_changed, kGraphs / 10) << "the graphs hardly try this pass";
}

INSTANTIATE_TEST_SUITE_P(
    , RandomPassesTest,
    ::testing::Values(CountedPass{"DropIdentity", DropIdentity},
                      CountedPass{"FoldBatchNorm", FoldBatchNorm},
                      CountedPass{"FuseResidualAdd", FuseResidualAdd},
                      CountedPass{"FuseActivation", FuseActivation},
                      CountedPass{"MovePools", MovePools},
                      CountedPass{"All",
                                  [](Graph* graph) { Simplify({}, graph); }},
                      CountedPass{"InAnotherOrder",
                                  [](Graph* graph) {
                                    MovePools(graph);
                                    FuseActivation(graph);
                                    FuseResidualAdd(graph);
                                    FoldBatchNorm(graph);
                                    DropIdentity(graph);
                                    FuseActivation(graph);
                                  }}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(RandomPassesCombinationTest, EveryChoiceOfPassesKeepsTheValues) {
  for (uint32_t seed = 0; seed < kGraphs; ++seed) {
    const Graph plain = BoundRandomGraph(seed);
    const uint32_t choice = seed % 32;
    const PassOptions options{.drop_identity = (choice & 1) != 0,
                              .fold_batch_norm = (choice & 2) != 0,
                              .fuse_residual_add = (choice & 4) != 0,
                              .fuse_activation = (choice & 8) != 0,
                              .move_pools = (choice & 16) != 0};
    Graph changed = plain;
    Simplify(options, &changed);
    const Tensor input = RandomTensor(seed, 4, 5, kInputChannels);
    ASSERT_LE(WorstDifference(plain, changed, input), 1.0)
        << "seed " << seed << " choice " << choice;
  }
}

}  // namespace
}  // namespace camglass
