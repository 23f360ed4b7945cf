#include "tests/kernels/one_op.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/kernels/conv.h"
#include "engine/reference/executor.h"
#include "tests/golden/random_params.h"
#include "tests/graph/magnitudes.h"

namespace camglass {
namespace {

void FillInput(const Tensor& input, const TensorView& view) {
  for (size_t y = 0; y < input.h; ++y)
    for (size_t x = 0; x < input.w; ++x)
      for (size_t c = 0; c < input.c; ++c) view.At(y, x, c) = input.At(y, x, c);
}

void ExpectNear(const std::string& name, const Tensor& got, const Tensor& want,
                const Tensor& magnitude, size_t depth) {
  ASSERT_EQ(got.data.size(), want.data.size()) << name;
  const double epsilon = std::numeric_limits<float>::epsilon();
  for (size_t i = 0; i < got.data.size(); ++i) {
    const double bound = static_cast<double>(depth + 4) * epsilon *
                         std::max(std::abs(double{magnitude.data[i]}),
                                  std::abs(double{want.data[i]}));
    ASSERT_NEAR(got.data[i], want.data[i], bound)
        << name << " at y " << i / got.c / got.w << " x " << i / got.c % got.w
        << " channel " << i % got.c;
  }
}

// Whether the lanes after the last channel hold what kernels may rely on.
void ExpectZeroPadding(const Plan& plan, const Graph& graph, ValueId v) {
  const TensorView view = plan.View(v);
  const bool slice = view.pixel_stride != PadChannels(view.c);
  if (slice || v == graph.input) return;
  for (size_t y = 0; y < view.h; ++y)
    for (size_t x = 0; x < view.w; ++x)
      for (size_t c = view.c; c < view.pixel_stride; ++c)
        ASSERT_EQ(view.Pixel(y, x)[c], 0.0f)
            << graph.values[v].name << " padding lane " << c;
}

}  // namespace

Graph KeptGraph(size_t channels, const Layers& layers) {
  GraphBuilder builder("test");
  const ValueId input = builder.Input("input", channels);
  builder.Output(layers(builder, input));
  Graph graph = std::move(builder).Build();
  for (Value& value : graph.values) value.keep = true;
  const Status status = BindParams(RandomParams(graph), &graph);
  EXPECT_TRUE(status.ok()) << status.message();
  return graph;
}

Tensor UniformInput(Extent extent, size_t channels, const std::string& seed) {
  Tensor t(extent.h, extent.w, channels);
  const uint64_t name_seed = NameSeed(seed);
  for (size_t i = 0; i < t.data.size(); ++i) {
    t.data[i] = static_cast<float>(DrawSigned(name_seed, i));
  }
  return t;
}

SessionOptions NoPasses() {
  SessionOptions options;
  options.passes = {false, false, false, false, false};
  options.plan.conv = ConvChoice::kDirect;
  return options;
}

void ExpectMatchesReference(const Graph& graph, Extent extent, size_t depth) {
  ExpectMatchesReference(graph, extent, depth, NoPasses());
}

void ExpectMatchesReference(const Graph& graph, Extent extent, size_t depth,
                            const SessionOptions& options) {
  const Tensor input =
      UniformInput(extent, graph.values[graph.input].channels, "input");
  auto want = RunReference(graph, input);
  ASSERT_TRUE(want.ok()) << want.status().message();
  auto magnitude = RunReference(MagnitudeGraph(graph), Magnitude(input));
  ASSERT_TRUE(magnitude.ok());

  std::vector<Tensor> first(graph.values.size());
  for (size_t threads = 1; threads <= 3; ++threads) {
    SessionOptions with_threads = options;
    with_threads.threads = threads;
    auto session = Session::Create(graph, with_threads);
    ASSERT_TRUE(session.ok()) << session.status().message();
    auto plan = (*session)->Prepare(extent);
    ASSERT_TRUE(plan.ok()) << plan.status().message();
    FillInput(input, (*plan)->input());
    // Twice: the second run meets the memory that the first one left.
    (*session)->Run(**plan);
    (*session)->Run(**plan);
    for (ValueId v = 0; v < graph.values.size(); ++v) {
      if (!(*plan)->IsMaterialised(v) || !graph.values[v].keep) continue;
      const Tensor got = CopyOf((*plan)->View(v));
      if (threads == 1) {
        first[v] = got;
        ExpectNear(graph.values[v].name, got, (*want)[v], (*magnitude)[v],
                   depth);
        ExpectZeroPadding(**plan, graph, v);
      }
      ASSERT_EQ(got.data, first[v].data)
          << graph.values[v].name << " with " << threads << " threads";
    }
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace camglass
