#include "engine/graph/shapes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/graph/limits.h"

namespace camglass {
namespace {

// MinimumInputSize looks no further than this: no network needs more.
constexpr size_t kMaxMinimumSide = 4096;

std::string Text(Extent extent) {
  return std::to_string(extent.h) + " x " + std::to_string(extent.w);
}

Status CheckSize(const std::string& name, Extent extent, size_t channels) {
  const size_t most = kMaxValueElements / channels;
  if (extent.h <= kMaxSide && extent.w <= kMaxSide &&
      extent.h * extent.w <= most) {
    return Status();
  }
  return InvalidInput("\"" + name + "\" would be " + Text(extent) + " with " +
                      std::to_string(channels) +
                      " channels, which is too large; use a smaller input");
}

StatusOr<std::vector<Extent>> Infer(const Graph& graph, Extent input) {
  std::vector<Extent> extents(graph.values.size());
  const auto set = [&](ValueId id, Extent extent) {
    extents[id] = extent;
    const Value& value = graph.values[id];
    return CheckSize(value.name, extent, value.channels);
  };
  if (input.h == 0 || input.w == 0) return InvalidInput("it is empty");
  CAMGLASS_RETURN_IF_ERROR(set(graph.input, input));
  for (const Op& op : graph.ops) {
    const InputExtents inputs(op, extents);
    CAMGLASS_ASSIGN_OR_RETURN(
        const Extent extent,
        std::visit([&](const auto& kind) { return kind.OutputExtent(inputs); },
                   op.kind));
    CAMGLASS_RETURN_IF_ERROR(set(op.output, extent));
  }
  return extents;
}

std::optional<size_t> FindMinimumSide(const Graph& graph) {
  for (size_t n = 1; n <= kMaxMinimumSide; ++n) {
    if (Infer(graph, {n, n}).ok()) return n;
  }
  return std::nullopt;
}

}  // namespace

StatusOr<std::vector<Extent>> InferExtents(const Graph& graph, Extent input) {
  StatusOr<std::vector<Extent>> extents = Infer(graph, input);
  if (extents.ok()) return extents;
  std::string message = graph.name + " can't take an input of " + Text(input) +
                        " (height x width): " + extents.status().message();
  const std::optional<size_t> minimum = FindMinimumSide(graph);
  if (minimum.has_value() && std::min(input.h, input.w) < *minimum) {
    message +=
        "; use at least " + std::to_string(*minimum) + " pixels on each side";
  }
  return InvalidInput(message);
}

size_t MinimumInputSize(const Graph& graph) {
  const std::optional<size_t> minimum = FindMinimumSide(graph);
  CAMGLASS_CHECK(minimum.has_value());
  return *minimum;
}

}  // namespace camglass
