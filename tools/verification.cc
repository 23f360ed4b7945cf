#include "tools/verification.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <utility>
#include <variant>

#include "camapp/cam/class_map.h"
#include "camapp/cam/network_input.h"
#include "engine/base/counted.h"
#include "engine/session.h"

namespace camglass {
namespace {

constexpr const char* kInput = "input";
constexpr const char* kResized = "resized";
constexpr const char* kLogits = "logits";
constexpr const char* kFeatures = "features";
constexpr const char* kCam = "cam";

bool IsInput(const std::string& name) {
  return name == kInput || name == kResized;
}

std::vector<float> AsFloats(const NpyArray& array) {
  std::vector<float> values(array.data.size() / ElementBytes(array.type));
  LoadElements(array.data.data(), array.type, values.size(), values.data());
  return values;
}

// The value that an array's name stands for; the map comes from the features.
StatusOr<ValueId> ValueNamed(const Net& net, const std::string& name) {
  if (name == kLogits) return net.logits;
  if (name == kFeatures || name == kCam) return net.features;
  const ValueId value = net.graph.FindValue(name);
  if (value < net.graph.values.size()) return value;
  return InvalidInput("the archive's array '" + name +
                      "' is neither resized, input, logits, features or cam "
                      "nor a value of " +
                      net.config.arch);
}

// Arrays in the order in which the network computes them.
StatusOr<std::vector<std::pair<std::string, ValueId>>> Order(
    const Net& net, const NpzArchive& expected) {
  std::vector<std::pair<std::string, ValueId>> order;
  for (const auto& [name, array] : expected) {
    if (IsInput(name)) continue;
    CAMGLASS_ASSIGN_OR_RETURN(const ValueId value, ValueNamed(net, name));
    order.emplace_back(name, value);
  }
  if (order.empty())
    return InvalidInput("the archive has no array to compare with");
  std::stable_sort(
      order.begin(), order.end(),
      [](const auto& a, const auto& b) { return a.second < b.second; });
  return order;
}

// Where the picture or the input comes from, and how large it is.
struct InputArray {
  const NpyArray* array = nullptr;
  bool is_picture = false;
  Extent extent;
};

StatusOr<InputArray> FindInput(const NpzArchive& expected) {
  const auto input = expected.find(kInput);
  const auto resized = expected.find(kResized);
  if (input != expected.end()) {
    const NpyArray& array = input->second;
    if (array.type != ElementType::kF32 || array.shape.size() != 3 ||
        array.shape[0] != 3)
      return InvalidInput("the array 'input' is not float32 [3, h, w]");
    return InputArray{&array, false, {array.shape[1], array.shape[2]}};
  }
  if (resized == expected.end())
    return InvalidInput(
        "the archive has neither 'resized' nor 'input' to run the network on");
  const NpyArray& array = resized->second;
  if (array.type != ElementType::kU8 || array.shape.size() != 3 ||
      array.shape[2] != 3)
    return InvalidInput("the array 'resized' is not uint8 [h, w, 3]");
  return InputArray{&array, true, {array.shape[0], array.shape[1]}};
}

void FillInput(const InputArray& from, const InputTransform& transform,
               const TensorView& input) {
  if (from.is_picture) {
    Picture picture(from.extent.h, from.extent.w);
    std::memcpy(picture.rgb.data(), from.array->data.data(),
                picture.rgb.size());
    NetworkInput(transform).Fill(picture, input);
    return;
  }
  const std::vector<float> values = AsFloats(*from.array);
  const size_t plane = input.h * input.w;
  for (size_t c = 0; c < 3; ++c)
    for (size_t y = 0; y < input.h; ++y)
      for (size_t x = 0; x < input.w; ++x)
        input.At(y, x, c) = values[c * plane + y * input.w + x];
}

// What the network computed, as an array.
struct Computed {
  std::vector<size_t> shape;
  std::vector<float> values;
};

Computed FromView(const TensorView& view) {
  const Tensor tensor = CopyOf(view);
  return {{view.h, view.w, view.c}, tensor.data};
}

size_t ArgMax(const std::vector<float>& values) {
  const auto best = std::max_element(values.begin(), values.end());
  return static_cast<size_t>(best - values.begin());
}

// Runs the network once and answers for each of its values.
class Run {
 public:
  // Of the network's values, those in `kept` can be asked for.
  static StatusOr<Run> Make(const LoadedModel& model,
                            const NpzArchive& expected,
                            const std::vector<ValueId>& kept,
                            const PlanOptions& plan_options) {
    CAMGLASS_ASSIGN_OR_RETURN(const InputArray input, FindInput(expected));
    Graph graph = model.net.graph;
    for (const ValueId value : kept) graph.values[value].keep = true;
    CAMGLASS_ASSIGN_OR_RETURN(
        std::unique_ptr<Session> session,
        Session::Create(std::move(graph), {.plan = plan_options}));
    CAMGLASS_ASSIGN_OR_RETURN(Plan * plan, session->Prepare(input.extent));
    FillInput(input, model.transform, plan->input());
    session->Run(*plan);
    return Run(model.net, std::move(session), plan);
  }

  Computed Value(ValueId value) const { return FromView(plan_->View(value)); }

  size_t TopClass(const NpzArchive& expected) const {
    const auto logits = expected.find(kLogits);
    return ArgMax(logits == expected.end()
                      ? FromView(plan_->View(net_.logits)).values
                      : AsFloats(logits->second));
  }

  Computed Value(const std::string& name, ValueId value,
                 const NpyArray& expected, size_t top_class) const {
    if (name == kCam) return Map(top_class);
    Computed computed = FromView(plan_->View(value));
    const bool one_map = name == kFeatures &&
                         net_.class_map == ClassMapKind::kDirect &&
                         expected.shape.size() == 3 && expected.shape[2] == 1;
    if (one_map) {
      computed.values = Map(top_class).values;
      computed.shape[2] = 1;
    }
    if (expected.shape.size() == 1 && computed.shape[0] == 1 &&
        computed.shape[1] == 1)
      computed.shape = {computed.shape[2]};
    return computed;
  }

 private:
  Run(const Net& net, std::unique_ptr<Session> session, Plan* plan)
      : net_(net), session_(std::move(session)), plan_(plan) {}

  Computed Map(size_t top_class) const {
    const TensorView features = plan_->View(net_.features);
    Computed map{{features.h, features.w}, {}};
    map.values.resize(features.h * features.w);
    MapOfClass(features, HeadOf(net_), top_class, map.values);
    return map;
  }

  const Net& net_;
  std::unique_ptr<Session> session_;
  Plan* plan_;
};

// NaN agrees with nothing.
double Difference(float a, float b) {
  if (!std::isfinite(a) || !std::isfinite(b))
    return std::numeric_limits<double>::infinity();
  return std::abs(static_cast<double>(a) - static_cast<double>(b));
}

// The largest error that the expected values allow.
double Tolerance(const ValueComparison& result) {
  return kVerifyTolerance * result.largest_expected;
}

void FindFirst(const std::vector<float>& wanted, const Computed& computed,
               ValueComparison* result) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (Difference(wanted[i], computed.values[i]) <= Tolerance(*result))
      continue;
    result->first_at = i;
    result->first_expected = wanted[i];
    result->first_computed = computed.values[i];
    return;
  }
}

StatusOr<ValueComparison> Compare(const std::string& name,
                                  const Computed& computed,
                                  const NpyArray& expected) {
  if (computed.shape != expected.shape)
    return InvalidInput("the array '" + name + "' has the shape " +
                        ShapeText(expected.shape) + ", the network gives " +
                        ShapeText(computed.shape));
  const std::vector<float> wanted = AsFloats(expected);
  ValueComparison result;
  result.name = name;
  result.shape = expected.shape;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const double error = Difference(wanted[i], computed.values[i]);
    if (!std::isfinite(computed.values[i])) ++result.non_finite;
    if (std::isfinite(wanted[i]))
      result.largest_expected =
          std::max<double>(result.largest_expected, std::abs(wanted[i]));
    if (error <= result.largest_error) continue;
    result.largest_error = error;
    result.worst_at = i;
  }
  result.agrees = result.largest_error <= Tolerance(result);
  if (!result.agrees) FindFirst(wanted, computed, &result);
  return result;
}

bool AllFinite(const Param& param) {
  return std::all_of(param.data, param.data + param.size(),
                     [](float value) { return std::isfinite(value); });
}

// The tensors of weights that an op reads.
std::vector<ParamId> ParamsOf(const OpKind& kind) {
  std::vector<ParamId> params;
  if (const auto* conv = std::get_if<Conv2d>(&kind)) {
    params = {conv->weight};
    if (conv->bias) params.push_back(*conv->bias);
  } else if (const auto* norm = std::get_if<BatchNorm>(&kind)) {
    params = {norm->weight, norm->bias, norm->mean, norm->var};
  } else if (const auto* dense = std::get_if<Dense>(&kind)) {
    params = {dense->weight};
    if (dense->bias) params.push_back(*dense->bias);
  }
  return params;
}

std::string NonFiniteTensor(const Graph& graph, const Op& op) {
  for (const ParamId id : ParamsOf(op.kind))
    if (!AllFinite(graph.params[id])) return graph.params[id].name;
  return "";
}

}  // namespace

double ValueComparison::RelativeError() const {
  if (largest_error == 0) return 0;
  return largest_error / largest_expected;
}

StatusOr<std::vector<ValueComparison>> Verify(const LoadedModel& model,
                                              const NpzArchive& expected,
                                              const PlanOptions& plan) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto order, Order(model.net, expected));
  std::vector<ValueId> kept;
  kept.reserve(order.size());
  for (const auto& [name, value] : order) kept.push_back(value);
  CAMGLASS_ASSIGN_OR_RETURN(const Run run,
                            Run::Make(model, expected, kept, plan));
  const size_t top_class = run.TopClass(expected);
  if (top_class >= model.net.config.classes)
    return InvalidInput("the array 'logits' has more than " +
                        Counted(model.net.config.classes, "class", "classes"));
  std::vector<ValueComparison> results;
  for (const auto& [name, value] : order) {
    const NpyArray& array = expected.at(name);
    CAMGLASS_ASSIGN_OR_RETURN(
        ValueComparison result,
        Compare(name, run.Value(name, value, array, top_class), array));
    results.push_back(std::move(result));
  }
  return results;
}

StatusOr<std::optional<NonFiniteLayer>> FindNonFinite(
    const LoadedModel& model, const NpzArchive& expected) {
  const Graph& graph = model.net.graph;
  std::vector<ValueId> kept;
  kept.reserve(graph.ops.size());
  for (const Op& op : graph.ops) kept.push_back(op.output);
  CAMGLASS_ASSIGN_OR_RETURN(const Run run,
                            Run::Make(model, expected, kept, {}));
  for (const Op& op : graph.ops) {
    const std::vector<float> values = run.Value(op.output).values;
    const auto first = std::find_if(values.begin(), values.end(),
                                    [](float v) { return !std::isfinite(v); });
    if (first == values.end()) continue;
    NonFiniteLayer layer;
    layer.name = op.name;
    layer.first_at = static_cast<size_t>(first - values.begin());
    layer.count = static_cast<size_t>(std::count_if(
        first, values.end(), [](float v) { return !std::isfinite(v); }));
    layer.tensor = NonFiniteTensor(graph, op);
    return std::optional<NonFiniteLayer>(std::move(layer));
  }
  return std::optional<NonFiniteLayer>();
}

std::vector<size_t> PlaceOf(size_t index, const std::vector<size_t>& shape) {
  std::vector<size_t> place(shape.size());
  for (size_t d = shape.size(); d-- > 0;) {
    place[d] = index % shape[d];
    index /= shape[d];
  }
  return place;
}

std::string PlaceText(size_t index, const std::vector<size_t>& shape) {
  return ShapeText(PlaceOf(index, shape));
}

}  // namespace camglass
