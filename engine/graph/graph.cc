#include "engine/graph/graph.h"

#include <algorithm>
#include <utility>

namespace camglass {
namespace {

std::string ShapeText(const std::vector<size_t>& shape) {
  std::string text = "[";
  for (const size_t dim : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(dim);
  }
  return text + "]";
}

Status CheckFits(const std::string& graph_name, const Param& param,
                 const ParamData& found) {
  if (found.shape != param.shape) {
    return InvalidInput("weight \"" + param.name + "\" has the shape " +
                        ShapeText(found.shape) + ", but " + graph_name +
                        " needs " + ShapeText(param.shape) +
                        "; use weights made for this network and variant");
  }
  if (found.data == nullptr) {
    return InvalidInput("weight \"" + param.name + "\" has no data");
  }
  return Status();
}

}  // namespace

size_t Param::size() const {
  size_t count = 1;
  for (const size_t dim : shape) count *= dim;
  return count;
}

size_t Param::row_size() const { return size() / shape[0]; }

const float* Param::Rows(size_t begin, size_t end,
                         std::vector<float>* buffer) const {
  const size_t row = row_size();
  if (row_factors == nullptr) return data + begin * row;
  buffer->resize((end - begin) * row);
  float* out = buffer->data();
  for (size_t n = begin; n < end; ++n) {
    const double factor = (*row_factors)[n];
    const float* in = data + n * row;
    for (size_t i = 0; i < row; ++i)
      *out++ = static_cast<float>(in[i] * factor);
  }
  return buffer->data();
}

void Param::ReleaseRows(size_t begin, size_t end) const {
  if (release == nullptr) return;
  const size_t row = row_size();
  release(data + begin * row, (end - begin) * row * sizeof(float));
}

ValueId Graph::FindValue(const std::string& value_name) const {
  const auto found = std::find_if(
      values.begin(), values.end(),
      [&](const Value& value) { return value.name == value_name; });
  return static_cast<ValueId>(found - values.begin());
}

ParamId Graph::FindParam(const std::string& param_name) const {
  const auto found = std::find_if(
      params.begin(), params.end(),
      [&](const Param& param) { return param.name == param_name; });
  return static_cast<ParamId>(found - params.begin());
}

Status BindParams(const ParamSource& source, Graph* graph) {
  std::vector<ParamData> all;
  all.reserve(graph->params.size());
  for (const Param& param : graph->params) {
    StatusOr<ParamData> found = source(param.name);
    if (!found.ok()) {
      return found.status().WithContext("weight \"" + param.name + "\"");
    }
    CAMGLASS_RETURN_IF_ERROR(CheckFits(graph->name, param, *found));
    all.push_back(*std::move(found));
  }
  for (size_t i = 0; i < all.size(); ++i) {
    graph->params[i].data = all[i].data;
    graph->params[i].owner = std::move(all[i].owner);
    graph->params[i].release = all[i].release;
    graph->params[i].is_f16 = all[i].is_f16;
  }
  return Status();
}

std::vector<bool> ProducedValues(const Graph& graph) {
  std::vector<bool> produced(graph.values.size(), false);
  produced[graph.input] = true;
  for (const Op& op : graph.ops) produced[op.output] = true;
  return produced;
}

std::vector<size_t> ReaderCounts(const Graph& graph) {
  std::vector<size_t> counts(graph.values.size(), 0);
  for (const Op& op : graph.ops) {
    for (const ValueId input : op.inputs) ++counts[input];
  }
  return counts;
}

bool IsKept(const Graph& graph, ValueId value) {
  return graph.values[value].keep ||
         std::find(graph.outputs.begin(), graph.outputs.end(), value) !=
             graph.outputs.end();
}

}  // namespace camglass
