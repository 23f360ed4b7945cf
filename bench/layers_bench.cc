// Every different layer of the networks, alone, on its real shape at the
// network's own input size, one thread.
//
//   layers_bench --benchmark_filter=resnet18
//   layers_bench --benchmark_filter='conv.*3x3'
//   CAMGLASS_TARGET=avx2 layers_bench
//
// Weights are cold, as in a whole network: each layer has copies enough to fill
// 12 MiB and takes turns with them. "bound" is the share of the multiply-add
// bound of this core and target, measured in the same run just before.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "engine/graph/builder.h"
#include "engine/graph/cost.h"
#include "engine/graph/shapes.h"
#include "engine/kernels/peak.h"
#include "engine/runtime/cpu.h"
#include "engine/session.h"
#include "nets/net.h"
#include "tests/golden/random_params.h"

namespace camglass {
namespace {

constexpr size_t kColdBytes = size_t{12} << 20;

// One op of a network with the extents of its inputs, as a graph of its own.
struct Layer {
  std::string name;  // "resnet18/layer1.0.conv1/3x3s1/64-64@56x56"
  Graph graph;
  Extent extent;  // of the input
  double flops = 0;
};

std::string ShapeOf(const Op& op, size_t in_c, size_t out_c, Extent in) {
  std::ostringstream text;
  text << KindName(op.kind);
  if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
    text << conv->kh << "x" << conv->kw << "s" << conv->stride;
    if (conv->groups > 1) text << "g" << conv->groups;
  } else if (const auto* pool = std::get_if<MaxPool>(&op.kind)) {
    text << pool->k << "x" << pool->k << "s" << pool->stride;
  }
  text << "/" << in_c << "-" << out_c << "@" << in.h << "x" << in.w;
  return text.str();
}

// The op alone on one input. Layers of several inputs lose the others: a
// residual is an add on the way out, and concats and sums are not layers here.
bool Isolate(const Net& net, const Op& op, const std::vector<Extent>& extents,
             Layer* layer) {
  if (op.inputs.size() != 1 || std::holds_alternative<Identity>(op.kind)) {
    return false;
  }
  GraphBuilder builder(op.name);
  const size_t in_c = net.graph.values[op.inputs[0]].channels;
  const ValueId x = builder.Input("input", in_c);
  ValueId y = 0;
  if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
    y = builder.Relu("relu", builder.Conv("op", x,
                                          {.out_c = conv->out_c,
                                           .k = conv->kh,
                                           .stride = conv->stride,
                                           .pad = conv->pad,
                                           .groups = conv->groups}));
  } else if (const auto* pool = std::get_if<MaxPool>(&op.kind)) {
    y = builder.MaxPool2d("op", x, *pool);
  } else if (const auto* lrn = std::get_if<Lrn>(&op.kind)) {
    y = builder.LocalResponseNorm("op", x, *lrn);
  } else if (const auto* dense = std::get_if<Dense>(&op.kind)) {
    y = builder.FullyConnected("op", x, dense->out_c);
  } else if (std::holds_alternative<GlobalAvgPool>(op.kind)) {
    y = builder.GlobalMean("op", x);
  } else {
    return false;
  }
  builder.Output(y);
  layer->extent = extents[op.inputs[0]];
  layer->name = ShapeOf(op, in_c, builder.Channels(y), layer->extent);
  layer->flops =
      2.0 * static_cast<double>(MultiplyAddsOf(net.graph, op, extents));
  layer->graph = std::move(builder).Build();
  return true;
}

// The different layers of one network, in order.
std::vector<Layer> LayersOf(const std::string& arch) {
  auto net = BuildNet(*DefaultConfig(arch, "torchvision"));
  CAMGLASS_CHECK(net.ok());
  const Extent input = {net->input_size, net->input_size};
  const std::vector<Extent> extents = *InferExtents(net->graph, input);
  std::vector<Layer> layers;
  std::map<std::string, int> seen;
  for (const Op& op : net->graph.ops) {
    Layer layer;
    if (!Isolate(*net, op, extents, &layer)) continue;
    if (seen[layer.name]++ > 0) continue;
    layer.name = arch + "/" + op.name + "/" + layer.name;
    CAMGLASS_CHECK(BindParams(RandomParams(layer.graph), &layer.graph).ok());
    layers.push_back(std::move(layer));
  }
  return layers;
}

// Sessions over copies of a layer, taking turns.
class ColdLayer {
 public:
  explicit ColdLayer(const Layer& layer) {
    do {
      auto session = Session::Create(layer.graph, {.threads = 1});
      CAMGLASS_CHECK(session.ok());
      sessions_.push_back(*std::move(session));
      Plan* plan = *sessions_.back()->Prepare(layer.extent);
      const TensorView input = plan->input();
      for (size_t y = 0; y < input.h; ++y)
        for (size_t x = 0; x < input.w; ++x)
          for (size_t c = 0; c < input.c; ++c)
            input.At(y, x, c) = std::sin(static_cast<float>(c + x + y));
      plans_.push_back(plan);
    } while (sessions_.size() * sessions_[0]->packed_bytes() < kColdBytes &&
             sessions_.size() < 256);
  }
  void Run() {
    next_ = (next_ + 1) % sessions_.size();
    sessions_[next_]->Run(*plans_[next_]);
  }

 private:
  std::vector<std::unique_ptr<Session>> sessions_;
  std::vector<Plan*> plans_;
  size_t next_ = 0;
};

void RunLayer(benchmark::State& state, const Layer& layer) {
  ColdLayer cold(layer);
  const double bound = MeasureMultiplyAddBound(5) * 1e9;
  while (state.KeepRunning()) cold.Run();
  if (layer.flops == 0) return;
  using benchmark::Counter;
  const double done = layer.flops * static_cast<double>(state.iterations());
  state.counters["FLOP/s"] = Counter(done, Counter::kIsRate);
  state.counters["bound"] = Counter(done / bound, Counter::kIsRate);
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const camglass::Status status = camglass::ApplyTargetFromEnvironment();
  if (!status.ok()) {
    std::fprintf(stderr, "layers_bench: %s\n", status.message().c_str());
    return 2;
  }
  benchmark::AddCustomContext("target", camglass::CurrentTarget());
  std::vector<camglass::Layer> layers;
  for (const std::string& arch : camglass::Architectures()) {
    for (camglass::Layer& layer : camglass::LayersOf(arch)) {
      layers.push_back(std::move(layer));
    }
  }
  for (const camglass::Layer& layer : layers) {
    benchmark::RegisterBenchmark(layer.name.c_str(), camglass::RunLayer, layer)
        ->Unit(benchmark::kMicrosecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
