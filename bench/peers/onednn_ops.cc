#include "bench/peers/onednn_ops.h"

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "bench/peers/onednn_layouts.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

using dnnl::algorithm;
using dnnl::memory;
constexpr auto kInference = dnnl::prop_kind::forward_inference;

// Padding after the last element so that exactly `out` windows fit.
size_t PaddingAfter(size_t in, size_t out, const MaxPool& pool) {
  const size_t needed = (out - 1) * pool.stride + pool.k;
  return needed > in + pool.pad ? needed - in - pool.pad : 0;
}

struct Windows {
  memory::dims strides, sides, before, after;
};

void AddPool(const Op& op, algorithm how, const Windows& windows,
             OnednnValues* values) {
  const memory in = (*values)[op.inputs[0]];
  const dnnl::pooling_forward::primitive_desc made(
      {kInference, how, in.get_desc(), AnyLayout(values->Dims(op.output)),
       windows.strides, windows.sides, windows.before, windows.after},
      values->engine());
  const memory out = values->Make(op.output, made.dst_desc());
  values->AddStep(dnnl::pooling_forward(made),
                  {{DNNL_ARG_SRC, in}, {DNNL_ARG_DST, out}});
}

}  // namespace

void AddMaxPool(const Op& op, const MaxPool& pool, OnednnValues* values) {
  const Extent in = values->extent(op.inputs[0]);
  const Extent out = values->extent(op.output);
  AddPool(op, algorithm::pooling_max,
          {OnednnDims({pool.stride, pool.stride}), OnednnDims({pool.k, pool.k}),
           OnednnDims({pool.pad, pool.pad}),
           OnednnDims({PaddingAfter(in.h, out.h, pool),
                       PaddingAfter(in.w, out.w, pool)})},
          values);
}

void AddGlobalMean(const Op& op, OnednnValues* values) {
  const Extent in = values->extent(op.inputs[0]);
  AddPool(op, algorithm::pooling_avg_exclude_padding,
          {OnednnDims({1, 1}), OnednnDims({in.h, in.w}), OnednnDims({0, 0}),
           OnednnDims({0, 0})},
          values);
}

void AddConcat(const Op& op, OnednnValues* values) {
  if (values->Join(op.inputs, op.output)) return;
  std::vector<memory::desc> layouts;
  std::unordered_map<int, memory> arguments;
  for (const ValueId id : op.inputs) {
    const int index = static_cast<int>(layouts.size());
    arguments[DNNL_ARG_MULTIPLE_SRC + index] = (*values)[id];
    layouts.push_back((*values)[id].get_desc());
  }
  constexpr int kChannels = 1;
  const dnnl::concat::primitive_desc made(kChannels, layouts, values->engine());
  arguments[DNNL_ARG_DST] = values->Make(op.output, made.dst_desc());
  values->AddStep(dnnl::concat(made), arguments);
}

void AddSoftmax(const Op& op, OnednnValues* values) {
  CAMGLASS_CHECK((values->extent(op.output) == Extent{1, 1}));
  const memory in = values->Vector(op.inputs[0]);
  const memory out = values->MakeVector(op.output);
  constexpr int kChannels = 1;
  const dnnl::softmax_forward::primitive_desc made(
      {kInference, in.get_desc(), kChannels}, values->engine());
  values->AddStep(dnnl::softmax_forward(made),
                  {{DNNL_ARG_SRC, in}, {DNNL_ARG_DST, out}});
}

}  // namespace camglass
