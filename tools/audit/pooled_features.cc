#include "tools/audit/pooled_features.h"

#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/within_memory.h"

namespace camglass {
namespace {

// The input of the convolution that makes the class maps.
ValueId InputOfClassConv(const Net& net) {
  const ParamId weight = net.graph.FindParam(net.head_weight);
  for (const Op& op : net.graph.ops) {
    const auto* conv = std::get_if<Conv2d>(&op.kind);
    if (conv != nullptr && conv->weight == weight) return op.inputs[0];
  }
  CAMGLASS_CHECK(false);
  return 0;
}

}  // namespace

PooledFeatures::PooledFeatures(const LoadedModel& model, ResizeRule rule)
    : resizer_({rule, ResizeQuality::kExact, model.info.preprocess.size,
                model.info.preprocess.resize}),
      input_(model.transform) {
  const bool direct = model.net.class_map == ClassMapKind::kDirect;
  value_ = direct ? InputOfClassConv(model.net) : model.net.features;
  channels_ = model.net.graph.values[value_].channels;
  padding_ = direct ? model.net.config.head_pad : 0;
}

StatusOr<std::unique_ptr<PooledFeatures>> PooledFeatures::Create(
    const LoadedModel& model, ResizeRule rule, size_t threads) {
  std::unique_ptr<PooledFeatures> pooled(new PooledFeatures(model, rule));
  Graph graph = model.net.graph;
  graph.values[pooled->value_].keep = true;
  CAMGLASS_ASSIGN_OR_RETURN(
      pooled->session_,
      Session::Create(std::move(graph), {.threads = threads}));
  return pooled;
}

Status PooledFeatures::Compute(const Picture& picture,
                               std::span<float> features) {
  CAMGLASS_CHECK(features.size() == channels_);
  return WithinMemory("run this picture", [&] {
    CAMGLASS_RETURN_IF_ERROR(resizer_.SetFrameSize(picture.extent()));
    resizer_.Resize(picture, &resized_);
    CAMGLASS_ASSIGN_OR_RETURN(Plan * plan, session_->Prepare(resizer_.input()));
    input_.Fill(resized_, plan->input());
    session_->Run(*plan);
    const TensorView map = plan->View(value_);
    std::vector<double> sums(channels_);
    for (size_t y = 0; y < map.h; ++y)
      for (size_t x = 0; x < map.w; ++x)
        for (size_t c = 0; c < channels_; ++c) sums[c] += map.Pixel(y, x)[c];
    const double area =
        static_cast<double>((map.h + 2 * padding_) * (map.w + 2 * padding_));
    for (size_t c = 0; c < channels_; ++c)
      features[c] = static_cast<float>(sums[c] / area);
    return Status();
  });
}

}  // namespace camglass
