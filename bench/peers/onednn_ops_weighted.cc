// The ops that have weights.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "bench/peers/onednn_layouts.h"
#include "bench/peers/onednn_ops.h"
#include "engine/graph/shapes.h"

namespace camglass {
namespace {

using dnnl::algorithm;
using dnnl::memory;
constexpr auto kInference = dnnl::prop_kind::forward_inference;

dnnl::primitive_attr PostOps(bool residual, Activation activation) {
  dnnl::post_ops ops;
  if (residual) ops.append_sum();
  if (activation == Activation::kRelu) {
    ops.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
  } else if (activation == Activation::kRelu6) {
    ops.append_eltwise(1, algorithm::eltwise_clip, 0, 6);
  }
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(ops);
  return attributes;
}

// A copy of the param, seen as `dims`, in the layout that is wanted.
memory CopyParam(const Param& param, const memory::dims& dims,
                 const memory::desc& wanted, const dnnl::engine& engine) {
  std::vector<float> scaled;
  const float* rows = param.Rows(0, param.shape[0], &scaled);
  memory from(DenseLayout(dims), engine, const_cast<float*>(rows));
  memory to(wanted, engine);
  dnnl::stream stream(engine);
  dnnl::reorder(from, to).execute(stream, from, to);
  stream.wait();
  return to;
}

// Zeros where a layer has none.
memory CopyBias(const std::optional<ParamId>& bias, size_t count,
                const OnednnValues& values) {
  const memory::desc layout = DenseLayout(OnednnDims({count}));
  if (bias.has_value()) {
    return CopyParam(values.graph().params[*bias], layout.dims(), layout,
                     values.engine());
  }
  memory zeros(layout, values.engine());
  std::fill_n(static_cast<float*>(zeros.get_data_handle()), count, 0.0f);
  return zeros;
}

// Adds the step of a convolution or dense layer that is described by `made` and
// `layer`.
template <typename Primitive, typename Layer>
void AddWeighted(const typename Primitive::primitive_desc& made,
                 const Layer& layer, const memory::dims& weights,
                 const memory& in, const memory& out, OnednnValues* values) {
  values->AddStep(Primitive(made),
                  {{DNNL_ARG_SRC, in},
                   {DNNL_ARG_WEIGHTS,
                    CopyParam(values->graph().params[layer.weight], weights,
                              made.weights_desc(), values->engine())},
                   {DNNL_ARG_BIAS, CopyBias(layer.bias, layer.out_c, *values)},
                   {DNNL_ARG_DST, out}});
}

// Grouped weights have the group as an axis of its own.
memory::dims ConvWeights(const Conv2d& conv, size_t channels) {
  const size_t in_c = channels / conv.groups;
  if (conv.groups == 1) {
    return OnednnDims({conv.out_c, in_c, conv.kh, conv.kw});
  }
  return OnednnDims(
      {conv.groups, conv.out_c / conv.groups, in_c, conv.kh, conv.kw});
}

dnnl::convolution_forward::desc DescribeConv(const Op& op, const Conv2d& conv,
                                             const memory::dims& weights,
                                             const OnednnValues& values) {
  const ValueId in = op.inputs[0];
  const AxisPadding rows = VerticalPadding(conv, values.extent(in).h);
  const AxisPadding columns = HorizontalPadding(conv, values.extent(in).w);
  return {kInference,
          algorithm::convolution_auto,
          AnyLayout(values.Dims(in)),
          AnyLayout(weights),
          DenseLayout(OnednnDims({conv.out_c})),
          AnyLayout(values.Dims(op.output)),
          OnednnDims({conv.stride, conv.stride}),
          OnednnDims({rows.before, columns.before}),
          OnednnDims({rows.after, columns.after})};
}

}  // namespace

void AddConv(const Op& op, const Conv2d& conv, OnednnValues* values) {
  const bool residual = op.inputs.size() == 2;
  const memory::dims weights =
      ConvWeights(conv, values->channels(op.inputs[0]));
  const dnnl::convolution_forward::primitive_desc made(
      DescribeConv(op, conv, weights, *values), PostOps(residual, conv.act),
      values->engine());
  const memory in = values->InLayout(op.inputs[0], made.src_desc());
  const memory out =
      residual ? values->Overwrite(op.inputs[1], op.output, made.dst_desc())
               : values->Make(op.output, made.dst_desc());
  AddWeighted<dnnl::convolution_forward>(made, conv, weights, in, out, values);
}

void AddDense(const Op& op, const Dense& dense, OnednnValues* values) {
  const memory in = values->Vector(op.inputs[0]);
  const memory out = values->MakeVector(op.output);
  const memory::dims weights =
      OnednnDims({dense.out_c, values->channels(op.inputs[0])});
  const dnnl::inner_product_forward::primitive_desc made(
      {kInference, in.get_desc(), AnyLayout(weights),
       DenseLayout(OnednnDims({dense.out_c})), out.get_desc()},
      values->engine());
  AddWeighted<dnnl::inner_product_forward>(made, dense, weights, in, out,
                                           values);
}

}  // namespace camglass
