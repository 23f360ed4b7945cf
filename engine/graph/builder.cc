#include "engine/graph/builder.h"

#include <utility>

namespace camglass {

GraphBuilder::GraphBuilder(std::string graph_name) {
  graph_.name = std::move(graph_name);
}

ValueId GraphBuilder::Input(const std::string& name, size_t channels) {
  CAMGLASS_CHECK(graph_.values.empty());
  graph_.values.push_back({name, channels});
  graph_.input = 0;
  return graph_.input;
}

ParamId GraphBuilder::AddParam(const std::string& name,
                               std::vector<size_t> shape) {
  CAMGLASS_CHECK(graph_.FindParam(name) == graph_.params.size());
  graph_.params.push_back({name, std::move(shape), nullptr, nullptr});
  return graph_.params.size() - 1;
}

ValueId GraphBuilder::AddOp(const std::string& name, const OpKind& kind,
                            std::vector<ValueId> inputs, size_t channels) {
  CAMGLASS_CHECK(graph_.FindValue(name) == graph_.values.size());
  const ValueId output = graph_.values.size();
  graph_.values.push_back({name, channels});
  graph_.ops.push_back({name, kind, std::move(inputs), output});
  return output;
}

ValueId GraphBuilder::Conv(const std::string& name, ValueId x,
                           const ConvSpec& spec) {
  CAMGLASS_CHECK(spec.groups > 0 && Channels(x) % spec.groups == 0);
  Conv2d conv;
  conv.out_c = spec.out_c;
  conv.kh = conv.kw = spec.k;
  conv.stride = spec.stride;
  conv.pad = spec.pad;
  conv.groups = spec.groups;
  conv.weight =
      AddParam(name + ".weight",
               {spec.out_c, Channels(x) / spec.groups, spec.k, spec.k});
  if (spec.bias) conv.bias = AddParam(name + ".bias", {spec.out_c});
  return AddOp(name, conv, {x}, spec.out_c);
}

ValueId GraphBuilder::BatchNormalize(const std::string& name, ValueId x,
                                     double eps) {
  const size_t channels = Channels(x);
  BatchNorm norm;
  norm.weight = AddParam(name + ".weight", {channels});
  norm.bias = AddParam(name + ".bias", {channels});
  norm.mean = AddParam(name + ".running_mean", {channels});
  norm.var = AddParam(name + ".running_var", {channels});
  norm.eps = eps;
  return AddOp(name, norm, {x}, channels);
}

ValueId GraphBuilder::Apply(const std::string& name, const OpKind& kind,
                            ValueId x) {
  return AddOp(name, kind, {x}, Channels(x));
}

ValueId GraphBuilder::Activate(const std::string& name, ValueId x,
                               Activation kind) {
  return Apply(name, camglass::Activate{kind}, x);
}

ValueId GraphBuilder::MaxPool2d(const std::string& name, ValueId x,
                                const MaxPool& spec) {
  return Apply(name, spec, x);
}

ValueId GraphBuilder::AvgPool2d(const std::string& name, ValueId x,
                                const AvgPool& spec) {
  return Apply(name, spec, x);
}

ValueId GraphBuilder::LocalResponseNorm(const std::string& name, ValueId x,
                                        const Lrn& spec) {
  return Apply(name, spec, x);
}

ValueId GraphBuilder::Sum(const std::string& name, ValueId a, ValueId b) {
  return AddOp(name, Add{}, {a, b}, Channels(a));
}

ValueId GraphBuilder::Concatenate(const std::string& name,
                                  const std::vector<ValueId>& parts) {
  size_t channels = 0;
  for (const ValueId part : parts) channels += Channels(part);
  return AddOp(name, Concat{}, parts, channels);
}

ValueId GraphBuilder::GlobalMean(const std::string& name, ValueId x) {
  return Apply(name, GlobalAvgPool{}, x);
}

ValueId GraphBuilder::FullyConnected(const std::string& name, ValueId x,
                                     size_t out_c) {
  Dense dense;
  dense.out_c = out_c;
  dense.weight = AddParam(name + ".weight", {out_c, Channels(x)});
  dense.bias = AddParam(name + ".bias", {out_c});
  return AddOp(name, dense, {x}, out_c);
}

ValueId GraphBuilder::Softmax1d(const std::string& name, ValueId x) {
  return Apply(name, Softmax{}, x);
}

ValueId GraphBuilder::Dropout(const std::string& name, ValueId x) {
  return Apply(name, Identity{}, x);
}

void GraphBuilder::Keep(ValueId x) { graph_.values[x].keep = true; }

void GraphBuilder::Output(ValueId x) { graph_.outputs.push_back(x); }

Graph GraphBuilder::Build() && {
  CheckConsistency(graph_);
  return std::move(graph_);
}

}  // namespace camglass
