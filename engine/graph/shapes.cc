#include "engine/graph/shapes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/base/round_up.h"
#include "engine/graph/limits.h"

namespace camglass {
namespace {

// MinimumInputSize looks no further than this: no network needs more.
constexpr size_t kMaxMinimumSide = 4096;

AxisPadding PaddingOf(const Padding& pad, size_t before, size_t after, size_t n,
                      size_t k, size_t stride) {
  if (pad.rule == Padding::Rule::kExplicit) return {before, after};
  const size_t needed = (DivideRoundingUp(n, stride) - 1) * stride + k;
  const size_t total = needed > n ? needed - n : 0;
  return {total / 2, total - total / 2};
}

// Output length of a convolution along one axis; 0 where n is too small.
size_t ConvLength(size_t n, size_t k, size_t stride, const AxisPadding& pad) {
  const size_t padded = n + pad.before + pad.after;
  return padded < k ? 0 : (padded - k) / stride + 1;
}

Extent ConvExtent(const Conv2d& conv, Extent in) {
  return {
      ConvLength(in.h, conv.kh, conv.stride, VerticalPadding(conv, in.h)),
      ConvLength(in.w, conv.kw, conv.stride, HorizontalPadding(conv, in.w))};
}

template <typename Pool>
Extent PoolExtent(const Pool& pool, Extent in) {
  return {PoolLength(in.h, pool.k, pool.stride, pool.pad, pool.ceil),
          PoolLength(in.w, pool.k, pool.stride, pool.pad, pool.ceil)};
}

std::string Text(Extent extent) {
  return std::to_string(extent.h) + " x " + std::to_string(extent.w);
}

// The extent of one op's output, or what is wrong with its inputs'.
class OpExtent {
 public:
  OpExtent(const Op& op, const std::vector<Extent>& extents)
      : op_(op), extents_(extents) {}

  StatusOr<Extent> operator()(const Conv2d& conv) const {
    CAMGLASS_ASSIGN_OR_RETURN(const Extent out, Window([&](Extent in) {
                                return ConvExtent(conv, in);
                              }));
    if (op_.inputs.size() == 2 && In(1) != out) return Mismatch(out, In(1));
    return out;
  }
  StatusOr<Extent> operator()(const MaxPool& pool) const {
    return Window([&](Extent in) { return PoolExtent(pool, in); });
  }
  StatusOr<Extent> operator()(const AvgPool& pool) const {
    return Window([&](Extent in) { return PoolExtent(pool, in); });
  }
  StatusOr<Extent> operator()(const Add&) const { return CommonExtent(); }
  StatusOr<Extent> operator()(const Concat&) const { return CommonExtent(); }
  StatusOr<Extent> operator()(const GlobalAvgPool&) const {
    return Extent{1, 1};
  }
  StatusOr<Extent> operator()(const Dense&) const {
    if (In(0) != Extent{1, 1}) {
      return InvalidInput(Where() + " takes 1 x 1 and gets " + Text(In(0)));
    }
    return Extent{1, 1};
  }
  StatusOr<Extent> operator()(const BatchNorm&) const { return In(0); }
  StatusOr<Extent> operator()(const Lrn&) const { return In(0); }
  StatusOr<Extent> operator()(const Activate&) const { return In(0); }
  StatusOr<Extent> operator()(const Softmax&) const { return In(0); }
  StatusOr<Extent> operator()(const Identity&) const { return In(0); }

 private:
  Extent In(size_t i) const { return extents_[op_.inputs[i]]; }

  std::string Where() const {
    return std::string(KindName(op_.kind)) + " \"" + op_.name + "\"";
  }

  Status Mismatch(Extent a, Extent b) const {
    return InvalidInput(Where() + " joins " + Text(a) + " and " + Text(b) +
                        ", which must be equal");
  }

  StatusOr<Extent> CommonExtent() const {
    for (size_t i = 1; i < op_.inputs.size(); ++i) {
      if (In(i) != In(0)) return Mismatch(In(0), In(i));
    }
    return In(0);
  }

  // `output_of` gives a window op's output extent, 0 along an axis where its
  // input is too small.
  template <typename Function>
  StatusOr<Extent> Window(const Function& output_of) const {
    const Extent out = output_of(In(0));
    if (out.h > 0 && out.w > 0) return out;
    Extent needed{1, 1};  // a kernel's side at most, so the search ends
    while (output_of(needed).h == 0) ++needed.h;
    while (output_of(needed).w == 0) ++needed.w;
    return InvalidInput(Where() + " needs at least " + Text(needed) +
                        " and gets " + Text(In(0)));
  }

  const Op& op_;
  const std::vector<Extent>& extents_;
};

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
    CAMGLASS_ASSIGN_OR_RETURN(const Extent extent,
                              std::visit(OpExtent(op, extents), op.kind));
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

AxisPadding VerticalPadding(const Conv2d& conv, size_t in_h) {
  return PaddingOf(conv.pad, conv.pad.top, conv.pad.bottom, in_h, conv.kh,
                   conv.stride);
}

AxisPadding HorizontalPadding(const Conv2d& conv, size_t in_w) {
  return PaddingOf(conv.pad, conv.pad.left, conv.pad.right, in_w, conv.kw,
                   conv.stride);
}

size_t PoolLength(size_t n, size_t k, size_t stride, size_t pad, bool ceil) {
  const size_t padded = n + 2 * pad + (ceil ? stride - 1 : 0);
  if (n == 0 || padded < k) return 0;
  const size_t length = (padded - k) / stride + 1;
  const bool starts_beyond = (length - 1) * stride >= n + pad;
  return ceil && starts_beyond ? length - 1 : length;
}

}  // namespace camglass
