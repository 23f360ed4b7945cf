#include "tests/plan/random_graph.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/builder.h"
#include "engine/graph/shapes.h"
#include "tests/graph/op_examples.h"

namespace camglass {
namespace {

class GraphDrawer {
 public:
  explicit GraphDrawer(uint32_t seed) : random_(seed) {}

  RandomGraph Draw() {
    const Extent extent = {1 + Below(22), 1 + Below(22)};
    Add(b_.Input("x", Below(4) == 0 ? 3 : DrawChannels()), extent);
    const size_t count = 3 + Below(10);
    for (size_t i = 0; i < count; ++i) {
      AddLayers();
      if (Below(8) == 0) b_.Keep(values_.back());
    }
    if (Below(3) == 0) AddHead();
    b_.Output(values_.back());
    RandomGraph drawn{std::move(b_).Build(), extent};
    BindParams(&drawn.graph);
    return drawn;
  }

 private:
  size_t Below(size_t n) { return random_() % n; }
  bool OneIn(size_t n) { return Below(n) == 0; }

  size_t DrawChannels() {
    constexpr size_t kChoices[] = {1, 3, 5, 8, 16, 16, 17, 24, 32, 32, 48};
    return kChoices[Below(std::size(kChoices))];
  }

  std::string Name(const char* kind) {
    return kind + std::to_string(next_name_++);
  }

  void Add(ValueId value, Extent extent) {
    values_.push_back(value);
    extents_.resize(value + 1);
    extents_[value] = extent;
  }

  // Mostly what was made last.
  ValueId Pick() {
    const size_t back = OneIn(4) ? Below(values_.size()) : 0;
    return values_[values_.size() - 1 - back];
  }

  // A value of x's extent, and of its channels where `like`; maybe x itself.
  ValueId PickBeside(ValueId x, bool like) {
    std::vector<ValueId> fit;
    for (const ValueId v : values_) {
      if (extents_[v] != extents_[x]) continue;
      if (like && b_.Channels(v) != b_.Channels(x)) continue;
      fit.push_back(v);
    }
    return fit[Below(fit.size())];
  }

  void AddLayers() {
    switch (Below(14)) {
      case 0:
      case 1:
        return AddDepthwiseChain();
      case 2:
        return AddInvertedResidual();
      case 3:
      case 4:
        return AddPooledConv();
      case 5:
        return AddPool(Pick());
      case 6:
      case 7:
        return AddConcat();
      case 8:
        return AddSum();
      case 9:
        return AddAlone(Pick());
      default:
        return AddConv(Pick(), DrawConv(Pick()));
    }
  }

  // What a network has behind a convolution.
  void AddTail() {
    const ValueId x = values_.back();
    if (OneIn(3)) Add(b_.BatchNormalize(Name("norm"), x, 1e-3), extents_[x]);
    if (OneIn(5)) AddSum();
    if (!OneIn(3)) AddActivation(values_.back());
  }

  void AddActivation(ValueId x) {
    Add(b_.Activate(Name("act"), x,
                    OneIn(2) ? Activation::kRelu : Activation::kRelu6),
        extents_[x]);
  }

  ConvSpec DrawConv(ValueId x) {
    constexpr size_t kKernels[] = {1, 1, 1, 3, 3, 3, 5, 7};
    ConvSpec spec;
    spec.k = kKernels[Below(std::size(kKernels))];
    spec.out_c = DrawChannels();
    spec.stride = OneIn(4) ? 1 + Below(3) : 1;
    spec.pad = DrawPadding(spec.k);
    spec.bias = OneIn(2);
    const size_t channels = b_.Channels(x);
    if (OneIn(5) && channels % 2 == 0) {
      spec.groups = channels % 4 == 0 && OneIn(2) ? 4 : 2;
      spec.out_c = spec.groups * (1 + Below(9) * Below(3));
    }
    return spec;
  }

  Padding DrawPadding(size_t k) {
    switch (Below(5)) {
      case 0:
        return Padding::Same();
      case 1:
        return {Padding::Rule::kExplicit, Below(k + 2), Below(k + 1),
                Below(k + 1), Below(k + 2)};
      default:
        return Padding::All(k / 2);
    }
  }

  // A convolution that does not fit its input becomes one of 1x1.
  void AddConv(ValueId x, ConvSpec spec) {
    if (b_.Channels(x) % spec.groups != 0) spec.groups = 1;
    AddConvAlone(x, spec);
    AddTail();
  }

  void AddConvAlone(ValueId x, ConvSpec spec) {
    Conv2d conv;
    conv.kh = conv.kw = spec.k;
    conv.stride = spec.stride;
    conv.pad = spec.pad;
    const AxisPadding v = VerticalPadding(conv, extents_[x].h);
    const AxisPadding h = HorizontalPadding(conv, extents_[x].w);
    const size_t height = extents_[x].h + v.before + v.after;
    const size_t width = extents_[x].w + h.before + h.after;
    if (height < spec.k || width < spec.k) {
      spec.k = 1;
      spec.stride = 1;
      spec.pad = Padding::All(0);
      return Add(b_.Conv(Name("conv"), x, spec), extents_[x]);
    }
    Add(b_.Conv(Name("conv"), x, spec), {(height - spec.k) / spec.stride + 1,
                                         (width - spec.k) / spec.stride + 1});
  }

  void AddDepthwise(ValueId x) {
    const size_t k = OneIn(4) ? 5 : 3;
    AddConv(x, {.out_c = b_.Channels(x),
                .k = k,
                .stride = OneIn(3) ? size_t{2} : size_t{1},
                .pad = DrawPadding(k),
                .groups = b_.Channels(x),
                .bias = OneIn(2)});
  }

  // Depthwise, 1x1, depthwise, 1x1, ... as MobileNet-v1 has them.
  void AddDepthwiseChain() {
    const size_t pairs = 1 + Below(3);
    for (size_t i = 0; i < pairs; ++i) {
      AddDepthwise(i == 0 ? Pick() : values_.back());
      AddConv(values_.back(), {.out_c = DrawChannels(), .bias = OneIn(2)});
      if (OneIn(8)) b_.Keep(values_.back());
    }
  }

  void AddInvertedResidual() {
    const ValueId x = Pick();
    AddConv(x, {.out_c = 2 * DrawChannels()});
    AddDepthwise(values_.back());
    AddConv(values_.back(), {.out_c = b_.Channels(x)});
    if (extents_[values_.back()] == extents_[x]) {
      Add(b_.Sum(Name("sum"), values_.back(), x), extents_[x]);
    }
  }

  void AddPooledConv() {
    const ValueId x = Pick();
    AddConv(x, DrawConv(x));
    AddPool(values_.back());
  }

  void AddPool(ValueId x) {
    MaxPool pool;
    pool.k = 1 + Below(OneIn(4) ? 9 : 4);
    pool.stride = 1 + Below(3);
    pool.pad = pool.k > 1 ? Below(pool.k / 2 + 1) : 0;
    pool.ceil = OneIn(2);
    const Extent in = extents_[x];
    const Extent out = {
        PoolLength(in.h, pool.k, pool.stride, pool.pad, pool.ceil),
        PoolLength(in.w, pool.k, pool.stride, pool.pad, pool.ceil)};
    if (out.h == 0 || out.w == 0) return AddActivation(x);
    if (OneIn(4)) {
      const AvgPool avg{pool.k, pool.stride, pool.pad, pool.ceil, OneIn(2)};
      return Add(b_.AvgPool2d(Name("avgpool"), x, avg), out);
    }
    Add(b_.MaxPool2d(Name("maxpool"), x, pool), out);
  }

  void AddConcat() {
    std::vector<ValueId> parts;
    const ValueId x = Pick();
    const size_t count = 2 + Below(2);
    for (size_t i = 0; i < count; ++i) {
      if (OneIn(3)) {
        parts.push_back(PickBeside(x, false));
        continue;
      }
      ConvSpec branch{.out_c = DrawChannels()};
      if (OneIn(2)) {
        branch.k = 3;
        branch.pad = Padding::All(1);
      }
      AddConvAlone(x, branch);
      if (OneIn(2)) AddActivation(values_.back());
      parts.push_back(values_.back());
    }
    size_t channels = 0;
    for (const ValueId part : parts) channels += b_.Channels(part);
    constexpr size_t kMostChannels = 128;
    if (channels > kMostChannels) return;
    Add(b_.Concatenate(Name("concat"), parts), extents_[x]);
    if (OneIn(3)) AddPool(values_.back());
  }

  void AddSum() {
    const ValueId x = values_.back();
    Add(b_.Sum(Name("sum"), x, PickBeside(x, true)), extents_[x]);
  }

  void AddAlone(ValueId x) {
    const size_t choice = Below(3 + simple_.size());
    switch (choice) {
      case 0:
        return Add(b_.BatchNormalize(Name("norm"), x, 1e-3), extents_[x]);
      case 1:
        return Add(b_.Dropout(Name("drop"), x), extents_[x]);
      case 2:
        return AddActivation(x);
      default:
        return AddSimple(simple_[choice - 3], x);
    }
  }

  void AddSimple(const OpExample& op, ValueId x) {
    Add(op.add(b_, Name(op.kind.c_str()), x), extents_[x]);
  }

  static std::vector<OpExample> SimpleOps() {
    std::vector<OpExample> all = OpExamples();
    std::erase_if(all, [](const OpExample& op) { return !op.drawn_at_random; });
    return all;
  }

  void AddHead() {
    const ValueId mean = b_.GlobalMean(Name("mean"), values_.back());
    Add(mean, {1, 1});
    Add(b_.FullyConnected(Name("fc"), mean, DrawChannels()), {1, 1});
  }

  // Factors that keep values near 1, one in eight of them negative.
  void BindParams(Graph* graph) {
    for (Param& param : graph->params) {
      const bool is_filter = param.shape.size() > 1;
      const double scale =
          is_filter ? 2.5 / static_cast<double>(param.row_size()) : 1;
      const bool positive = param.name.ends_with(".running_var");
      auto data = std::make_shared<std::vector<float>>(param.size());
      for (float& value : *data) {
        const double draw = static_cast<double>(random_() >> 8) / (1 << 24);
        value =
            static_cast<float>(scale * (positive ? 0.5 + draw : draw - 0.125));
      }
      param.data = data->data();
      param.owner = data;
    }
  }

  std::mt19937 random_;
  GraphBuilder b_{"random"};
  std::vector<ValueId> values_;
  std::vector<Extent> extents_;  // by ValueId
  const std::vector<OpExample> simple_ = SimpleOps();
  size_t next_name_ = 0;
};

}  // namespace

RandomGraph MakeRandomGraph(uint32_t seed) { return GraphDrawer(seed).Draw(); }

}  // namespace camglass
