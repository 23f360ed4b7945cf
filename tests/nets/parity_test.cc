// Three ways to one answer: PyTorch in double (goldens), the reference
// executor, and the planned executor, at every layer value that each has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "engine/reference/executor.h"
#include "engine/session.h"
#include "tests/golden/golden_file.h"
#include "tests/golden/random_params.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

// Of a value's largest magnitude. float32 errors grow to a few 1e-6 in these
// networks; a wrong tap, edge or channel gives 1e-2 and more.
constexpr double kTolerance = 1e-4;

// The worst seen of one comparison, printed at its end.
class Worst {
 public:
  void Add(const std::string& name, double relative) {
    if (relative <= relative_) return;
    relative_ = relative;
    name_ = name;
  }
  void Print(const std::string& what) const {
    std::printf("  %-34s worst %.2g of the largest, at %s\n", what.c_str(),
                relative_, name_.c_str());
  }

 private:
  double relative_ = 0;
  std::string name_ = "-";
};

void ExpectSamples(const GoldenValue& golden, const Tensor& got, Worst* worst) {
  ASSERT_EQ(got.h, golden.extent.h) << golden.name;
  ASSERT_EQ(got.w, golden.extent.w) << golden.name;
  ASSERT_EQ(got.c, golden.channels) << golden.name;
  float largest = 0;
  for (const float value : got.data) {
    largest = std::max(largest, std::abs(value));
  }
  const double tolerance = kTolerance * golden.max_abs;
  EXPECT_NEAR(largest, golden.max_abs, tolerance) << golden.name;
  const auto positions =
      SamplePositions(golden.name, golden.extent, golden.channels);
  for (size_t i = 0; i < positions.size(); ++i) {
    const auto [y, x, ch] = positions[i];
    const double value = got.At(y, x, ch);
    EXPECT_NEAR(value, golden.samples[i], tolerance)
        << golden.name << " y " << y << " x " << x << " channel " << ch;
    if (golden.max_abs > 0) {
      worst->Add(golden.name,
                 std::abs(value - golden.samples[i]) / golden.max_abs);
    }
  }
}

// Class `index`'s map before any resize, in double: [h][w].
std::vector<double> ClassMap(const Net& net, const TensorView& features,
                             size_t index) {
  const Param& weight = net.graph.params[net.graph.FindParam(net.head_weight)];
  std::vector<double> map;
  for (size_t y = 0; y < features.h; ++y) {
    for (size_t x = 0; x < features.w; ++x) {
      double sum = 0;
      if (net.class_map == ClassMapKind::kDirect) {
        sum = features.At(y, x, index);
      } else {
        for (size_t ch = 0; ch < features.c; ++ch) {
          sum += double{weight.data[index * features.c + ch]} *
                 features.At(y, x, ch);
        }
      }
      map.push_back(sum);
    }
  }
  return map;
}

void ExpectNear(const std::vector<double>& got, const std::vector<double>& want,
                const std::string& what) {
  ASSERT_EQ(got.size(), want.size()) << what;
  double largest = 0;
  for (const double value : want) largest = std::max(largest, std::abs(value));
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_NEAR(got[i], want[i], kTolerance * largest) << what << " " << i;
  }
}

// Logits and the top class's map against PyTorch's.
void ExpectLogitsAndMap(const Net& net, const GoldenCase& golden,
                        const TensorView& features, const TensorView& logits) {
  std::vector<double> got(logits.Pixel(0, 0), logits.Pixel(0, 0) + logits.c);
  ExpectNear(got, golden.logits, "logits");
  ASSERT_EQ(features.h, golden.map.h);
  ASSERT_EQ(features.w, golden.map.w);
  ExpectNear(ClassMap(net, features, golden.top_class), golden.cam, "map");
}

// Names of the graph's values but the input.
std::set<std::string> LayerNames(const Graph& graph) {
  std::set<std::string> names;
  for (const Op& op : graph.ops) names.insert(graph.values[op.output].name);
  return names;
}

void ExpectReferenceMatchesGolden(const Net& net, const GoldenCase& golden,
                                  std::vector<Tensor>& reference) {
  std::set<std::string> names;
  Worst worst;
  for (const GoldenValue& value : golden.values) {
    const ValueId id = net.graph.FindValue(value.name);
    ASSERT_LT(id, net.graph.values.size()) << value.name;
    ExpectSamples(value, reference[id], &worst);
    names.insert(value.name);
  }
  EXPECT_EQ(names, LayerNames(net.graph));
  ExpectLogitsAndMap(net, golden, reference[net.features].View(),
                     reference[net.logits].View());
  worst.Print("reference, PyTorch");
}

struct OptionSet {
  const char* name;
  SessionOptions options;
};

// Everything on, each thing off alone, and everything off.
std::vector<OptionSet> OptionSets() {
  std::vector<OptionSet> sets;
  const auto add = [&sets](const char* name, auto change) {
    SessionOptions options;
    options.threads = 2;
    change(options);
    sets.push_back({name, options});
  };
  add("all on", [](SessionOptions&) {});
  add("drop_identity off",
      [](SessionOptions& o) { o.passes.drop_identity = false; });
  add("fold_batch_norm off",
      [](SessionOptions& o) { o.passes.fold_batch_norm = false; });
  add("fuse_residual_add off",
      [](SessionOptions& o) { o.passes.fuse_residual_add = false; });
  add("fuse_activation off",
      [](SessionOptions& o) { o.passes.fuse_activation = false; });
  add("move_pools off", [](SessionOptions& o) { o.passes.move_pools = false; });
  add("concat_in_place off",
      [](SessionOptions& o) { o.plan.concat_in_place = false; });
  add("no block fused",
      [](SessionOptions& o) { o.plan.blocks = BlockFusion::kNever; });
  add("every block fused",
      [](SessionOptions& o) { o.plan.blocks = BlockFusion::kAlways; });
  add("reuse_memory off",
      [](SessionOptions& o) { o.plan.reuse_memory = false; });
  add("winograd off",
      [](SessionOptions& o) { o.plan.conv = ConvChoice::kDirect; });
  add("all off", [](SessionOptions& o) {
    o.passes = {false, false, false, false, false};
    o.plan = {false, false, BlockFusion::kNever, ConvChoice::kDirect};
  });
  return sets;
}

// Compares every step's output as it is made, then, after a run that nobody
// watches, the values kept to the end.
void ExpectPlanMatchesReference(const Net& net, const GoldenCase& golden,
                                const Tensor& input, const OptionSet& set,
                                std::vector<Tensor>& reference) {
  SCOPED_TRACE(set.name);
  const auto session = MakeSession(net, set.options);
  Plan& plan = *MakePlan(*session, {input.h, input.w});
  CopyInput(input, plan);
  Worst worst;
  size_t steps = 0;
  session->Run(plan, [&](const StepReport& step) {
    ++steps;
    if (!step.complete) return;  // later steps go on writing the value
    // A part of a moved pool: compared with the concat that it becomes.
    if (step.output >= reference.size()) return;
    ASSERT_TRUE(plan.IsMaterialised(step.output)) << *step.name;
    const Difference apart = Compare(step.view, reference[step.output].View());
    worst.Add(*step.name, apart.Relative());
    EXPECT_LE(apart.Relative(), kTolerance)
        << *step.name << " (" << step.kernel << ") " << apart.where;
  });
  EXPECT_EQ(steps, plan.num_steps());

  CopyInput(input, plan);
  session->Run(plan);
  for (const ValueId value : {net.features, net.logits, net.scores}) {
    const Difference apart = Compare(plan.View(value), reference[value].View());
    EXPECT_LE(apart.Relative(), kTolerance)
        << net.graph.values[value].name << " " << apart.where;
  }
  ExpectLogitsAndMap(net, golden, plan.View(net.features),
                     plan.View(net.logits));
  worst.Print(std::string("plan (") + set.name + "), reference");
}

struct ParityCase {
  NetId id;
  size_t golden_case;
  std::string size;

  std::string Name() const { return id.Name() + "_" + size; }
};
void PrintTo(const ParityCase& c, std::ostream* out) { *out << c.Name(); }

// A case without size where the golden can't be read, so that its test fails.
std::vector<ParityCase> ParityCases() {
  std::vector<ParityCase> cases;
  for (const NetId& id : DistinctNets()) {
    const auto golden = LoadGolden(id.arch, id.variant);
    if (!golden.ok()) cases.push_back({id, 0, "unreadable"});
    if (!golden.ok()) continue;
    for (size_t i = 0; i < golden->cases.size(); ++i) {
      const Extent input = golden->cases[i].input;
      cases.push_back(
          {id, i, std::to_string(input.h) + "x" + std::to_string(input.w)});
    }
  }
  return cases;
}

class ParityTest : public ::testing::TestWithParam<ParityCase> {};

INSTANTIATE_TEST_SUITE_P(, ParityTest, ::testing::ValuesIn(ParityCases()),
                         CaseName<ParityCase>);

// One test for all, because the reference takes nearly all of the time.
TEST_P(ParityTest, PlanReferenceAndPyTorchAgreeAtEveryValue) {
  const auto golden = LoadGolden(GetParam().id.arch, GetParam().id.variant);
  ASSERT_TRUE(golden.ok()) << golden.status().message();
  const GoldenCase& golden_case = golden->cases[GetParam().golden_case];
  const Net net = BoundNet(GetParam().id, golden->classes);
  const Tensor input = RandomInput(golden_case.input, golden_case.input_scale);
  auto reference = RunReference(net.graph, input);
  ASSERT_TRUE(reference.ok()) << reference.status().message();
  std::printf("%s\n", GetParam().Name().c_str());
  ExpectReferenceMatchesGolden(net, golden_case, *reference);
  for (const OptionSet& set : OptionSets()) {
    ExpectPlanMatchesReference(net, golden_case, input, set, *reference);
  }
}

TEST(ParityCoverageTest, GoldensHoldTheSizesPromised) {
  for (const NetId& id : DistinctNets()) {
    const auto golden = LoadGolden(id.arch, id.variant);
    ASSERT_TRUE(golden.ok()) << golden.status().message();
    const Net net = UnboundNet(id);
    const size_t side = net.input_size;
    const size_t wide = (side * 640 + 479) / 480;
    const std::vector<Extent> want = {
        {side, side}, {side, wide}, {97, 161}, {net.min_input, net.min_input}};
    std::vector<Extent> got;
    for (const GoldenCase& c : golden->cases) got.push_back(c.input);
    EXPECT_EQ(got, want) << id.Name();
  }
}

}  // namespace
}  // namespace camglass
