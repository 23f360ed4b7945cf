// Whole plans of random graphs against the reference executor, at every value
// that a step writes, for weights of every type: what no single kernel's test
// sees is how a plan places, fuses and orders ops.
//
// CAMGLASS_RANDOM_PLANS=20000 tries so many graphs in place of 300,
// CAMGLASS_RANDOM_PLANS_FROM=N starts at seed N.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/kernels/conv.h"
#include "engine/reference/executor.h"
#include "engine/session.h"
#include "tests/graph/half_weights.h"
#include "tests/graph/magnitudes.h"
#include "tests/graph/op_examples.h"
#include "tests/graph/small_graphs.h"
#include "tests/plan/random_graph.h"

namespace camglass {
namespace {

uint32_t NumberFrom(const char* variable, uint32_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr
             ? otherwise
             : static_cast<uint32_t>(std::strtoul(text, nullptr, 10));
}

SessionOptions OptionsFor(uint32_t seed, Precision precision) {
  SessionOptions options;
  options.plan.precision = precision;
  options.threads = 1 + seed % 3;
  options.plan.blocks = seed % 5 == 0   ? BlockFusion::kNever
                        : seed % 5 == 1 ? BlockFusion::kLarge
                                        : BlockFusion::kAlways;
  options.plan.conv = seed % 2 == 0 ? ConvChoice::kDirect : ConvChoice::kAuto;
  options.plan.concat_in_place = seed % 7 != 0;
  options.plan.reuse_memory = seed % 11 != 0;
  const uint32_t passes = seed / 4 % 64;
  if (passes < 32) {
    options.passes = {(passes & 1) != 0, (passes & 2) != 0, (passes & 4) != 0,
                      (passes & 8) != 0, (passes & 16) != 0};
  }
  return options;
}

// Roundings behind a value of the op, each relative to the magnitudes summed:
// those of a sum of products in any order, and of what is done to it. Winograd
// transforms have larger ones: tests/kernels/winograd_test.cc derives 500 times
// those of the sum. A transformed weight in f16 is 2^-11 away at most, 2^13
// roundings to f32; others are numbers of f16 from the start.
double RoundingsOf(const Graph& graph, const Op& op, const PlanOptions& plan) {
  constexpr double kEpilogue = 6;
  constexpr double kWinograd = 500;
  const double weights = plan.precision == Precision::kF16 ? 0x1p13 : 0;
  if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
    const double depth =
        static_cast<double>(graph.params[conv->weight].row_size());
    const bool winograd = plan.conv == ConvChoice::kAuto && conv->groups == 1 &&
                          (conv->kh == 3 || conv->kh == 7);
    return winograd ? (depth + kEpilogue + weights) * kWinograd
                    : depth + kEpilogue;
  }
  if (std::holds_alternative<Dense>(op.kind) ||
      std::holds_alternative<GlobalAvgPool>(op.kind)) {
    constexpr double kMostCells = 22 * 22;
    return kMostCells + kEpilogue;
  }
  if (const auto* pool = std::get_if<AvgPool>(&op.kind)) {
    return static_cast<double>(pool->k * pool->k) + kEpilogue;
  }
  return kEpilogue;
}

// The allowance of a value is passed on to those made of it.
std::vector<double> Allowances(const Graph& graph, const PlanOptions& plan) {
  std::vector<double> allowances(graph.values.size(), 0);
  for (const Op& op : graph.ops) {
    double most = 0;
    for (const ValueId v : op.inputs) most = std::max(most, allowances[v]);
    allowances[op.output] = most + RoundingsOf(graph, op, plan);
  }
  return allowances;
}

// An output of a Winograd tile has the roundings of all of the tile's inputs,
// even where it is a sum of nothing but padding.
void SpreadMagnitude(Tensor* magnitude) {
  const float most =
      *std::max_element(magnitude->data.begin(), magnitude->data.end());
  std::fill(magnitude->data.begin(), magnitude->data.end(), most);
}

// Of `got`, how far it is from `want` at worst, 1 being what is allowed.
double WorstDifference(const TensorView& got, const Tensor& want,
                       const Tensor& magnitude, double roundings) {
  constexpr double kUnit = std::numeric_limits<float>::epsilon() / 2.0;
  if (got.h != want.h || got.w != want.w || got.c != want.c) {
    return std::numeric_limits<double>::infinity();
  }
  double worst = 0;
  for (size_t y = 0; y < got.h; ++y) {
    for (size_t x = 0; x < got.w; ++x) {
      for (size_t c = 0; c < got.c; ++c) {
        const double difference =
            std::abs(double{got.At(y, x, c)} - double{want.At(y, x, c)});
        const double allowed =
            roundings * kUnit * double{magnitude.At(y, x, c)} + 1e-30;
        // NaN must not pass.
        if (!(difference <= allowed)) {
          worst =
              std::max(worst, std::isfinite(difference)
                                  ? difference / allowed
                                  : std::numeric_limits<double>::infinity());
        }
      }
    }
  }
  return worst;
}

void Fill(const Tensor& input, const TensorView& view) {
  for (size_t y = 0; y < input.h; ++y)
    for (size_t x = 0; x < input.w; ++x)
      for (size_t c = 0; c < input.c; ++c) view.At(y, x, c) = input.At(y, x, c);
}

// What the graphs of a run had in them.
struct Tally {
  size_t blocks = 0;
  size_t pooled = 0;
  size_t winograd = 0;
  size_t in_place = 0;
  size_t halved = 0;  // steps with weights in f16
  size_t compared = 0;
  std::set<size_t> kinds;  // by their index in OpKind
};

size_t CountOf(const std::string& text, const char* what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

// In f16 the reference has the same weights, numbers of f16; half of the graphs
// say so, as those of model files in f16 do.
RandomGraph Draw(uint32_t seed, Precision precision) {
  RandomGraph drawn = MakeRandomGraph(seed);
  if (precision == Precision::kF16) {
    drawn.graph = WithHalfWeights(drawn.graph, seed % 4 < 2);
  }
  return drawn;
}

void ExpectPlanMatches(uint32_t seed, Precision precision, Tally* tally) {
  const RandomGraph drawn = Draw(seed, precision);
  const SessionOptions options = OptionsFor(seed, precision);
  auto session = Session::Create(drawn.graph, options);
  ASSERT_TRUE(session.ok()) << session.status().message();
  const Graph& graph = (*session)->graph();
  const Tensor input = RandomTensor(seed, drawn.extent.h, drawn.extent.w,
                                    graph.values[graph.input].channels);
  const auto plain = RunReference(drawn.graph, input);
  const auto want = RunReference(graph, input);
  auto magnitude = RunReference(MagnitudeGraph(graph), Magnitude(input));
  ASSERT_TRUE(plain.ok() && want.ok() && magnitude.ok());
  const auto plan = (*session)->Prepare(drawn.extent);
  ASSERT_TRUE(plan.ok()) << plan.status().message();
  const std::string text = (*plan)->ToText();
  SCOPED_TRACE("seed " + std::to_string(seed) + ", " +
               std::to_string(drawn.extent.h) + " x " +
               std::to_string(drawn.extent.w) + "\n" + ToText(graph) + text);
  if (CountOf(text, ":winograd") > 0) {
    for (const Op& op : graph.ops) SpreadMagnitude(&(*magnitude)[op.output]);
  }
  const std::vector<double> allowances = Allowances(graph, options.plan);
  Fill(input, (*plan)->input());
  // The second run meets the memory that the first one left.
  (*session)->Run(**plan);
  (*session)->Run(**plan, [&](const StepReport& report) {
    if (!report.complete || report.view.data == nullptr) return;
    const ValueId v = report.output;
    ++tally->compared;
    EXPECT_LE(WorstDifference(report.view, (*want)[v], (*magnitude)[v],
                              allowances[v]),
              1.0)
        << graph.values[v].name << " as it was made";
  });
  for (ValueId v = 0; v < drawn.graph.values.size(); ++v) {
    if (!IsKept(graph, v) || v == graph.input) continue;
    ++tally->compared;
    // Passes round, too; the plain graph has an op for each of their sums.
    EXPECT_LE(WorstDifference(
                  (*plan)->View(v), (*plain)[v], (*magnitude)[v],
                  allowances[v] + 8.0 * static_cast<double>(graph.ops.size())),
              1.0)
        << graph.values[v].name << " after the run";
  }
  for (const Op& op : drawn.graph.ops) tally->kinds.insert(op.kind.index());
  tally->blocks += CountOf(text, ":block");
  tally->pooled += CountOf(text, "+pool");
  tally->winograd += CountOf(text, ":winograd");
  tally->in_place += CountOf(text, ":in place");
  tally->halved += CountOf(text, "with f16");
}

// Of the ops whose rounding magnitudes.h bounds, none is left out.
void ExpectEveryKind(const std::set<size_t>& drawn) {
  const std::vector<OpExample> examples = OpExamples();
  for (size_t i = 0; i < examples.size(); ++i) {
    const std::string& kind = examples[i].kind;
    if (kind == "lrn" || kind == "softmax") continue;
    EXPECT_EQ(drawn.count(i), 1u) << "no random graph has a " << kind;
  }
}

class RandomPlanTest : public ::testing::TestWithParam<Precision> {};

INSTANTIATE_TEST_SUITE_P(, RandomPlanTest,
                         ::testing::Values(Precision::kF32, Precision::kF16),
                         [](const auto& instance) {
                           return instance.param == Precision::kF16 ? "F16"
                                                                    : "F32";
                         });

TEST_P(RandomPlanTest, PlansComputeWhatTheReferenceComputes) {
  const uint32_t graphs = NumberFrom("CAMGLASS_RANDOM_PLANS", 300);
  const uint32_t first = NumberFrom("CAMGLASS_RANDOM_PLANS_FROM", 0);
  Tally tally;
  for (uint32_t seed = first; seed < first + graphs; ++seed) {
    ExpectPlanMatches(seed, GetParam(), &tally);
    if (::testing::Test::HasFailure()) return;
  }
  std::printf(
      "%u graphs, %zu values compared; %zu blocks, %zu pooled "
      "convolutions, %zu Winograd steps, %zu concats in place, %zu steps with "
      "f16\n",
      graphs, tally.compared, tally.blocks, tally.pooled, tally.winograd,
      tally.in_place, tally.halved);
  if (graphs < 300) return;
  EXPECT_GT(tally.blocks, graphs / 5);
  EXPECT_GT(tally.pooled, graphs / 5);
  EXPECT_GT(tally.winograd, graphs / 5);
  EXPECT_GT(tally.in_place, graphs / 10);
  if (GetParam() == Precision::kF16) {
    EXPECT_GT(tally.halved, graphs);
  }
  ExpectEveryKind(tally.kinds);
}

}  // namespace
}  // namespace camglass
