#include "engine/graph/cell_grid.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "engine/base/check.h"
#include "engine/graph/shapes.h"

namespace camglass {
namespace {

// The input that cell 0 of an axis reaches, and how far the next cell's lies.
struct AxisField {
  double begin = 0;
  double end = 0;  // inclusive
  double pitch = 1;
};
struct Field {
  AxisField y;
  AxisField x;
};

// What an op does to one axis: cell 0 sees cells -before to k - 1 - before.
struct AxisWindow {
  size_t k = 1;
  size_t stride = 1;
  size_t before = 0;
};
struct Window {
  AxisWindow y;
  AxisWindow x;
};

// The window of each op over inputs of that extent.
class WindowOf {
 public:
  explicit WindowOf(Extent in) : in_(in) {}

  Window operator()(const Conv2d& conv) const {
    return {{conv.kh, conv.stride, VerticalPadding(conv, in_.h).before},
            {conv.kw, conv.stride, HorizontalPadding(conv, in_.w).before}};
  }
  Window operator()(const MaxPool& pool) const { return Square(pool); }
  Window operator()(const AvgPool& pool) const { return Square(pool); }
  Window operator()(const GlobalAvgPool&) const {
    return {{in_.h, in_.h, 0}, {in_.w, in_.w, 0}};
  }
  Window operator()(const BatchNorm&) const { return {}; }
  Window operator()(const Lrn&) const { return {}; }
  Window operator()(const Add&) const { return {}; }
  Window operator()(const Activate&) const { return {}; }
  Window operator()(const Concat&) const { return {}; }
  Window operator()(const Dense&) const { return {}; }
  Window operator()(const Softmax&) const { return {}; }
  Window operator()(const Identity&) const { return {}; }

 private:
  template <typename Pool>
  static Window Square(const Pool& pool) {
    const AxisWindow axis = {pool.k, pool.stride, pool.pad};
    return {axis, axis};
  }

  Extent in_;
};

AxisField Through(const AxisWindow& window, const AxisField& in) {
  const auto before = static_cast<double>(window.before);
  const double after = static_cast<double>(window.k) - 1 - before;
  return {in.begin - in.pitch * before, in.end + in.pitch * after,
          in.pitch * static_cast<double>(window.stride)};
}

AxisField Together(const AxisField& a, const AxisField& b) {
  CAMGLASS_CHECK(a.pitch == b.pitch);
  return {std::min(a.begin, b.begin), std::max(a.end, b.end), a.pitch};
}

// A convolution's window is on its first input only: the second is added to
// its output.
Field FieldOf(const Op& op, const std::vector<Field>& fields,
              const std::vector<Extent>& extents) {
  const ValueId first = op.inputs.front();
  const Window window = std::visit(WindowOf(extents[first]), op.kind);
  Field field = {Through(window.y, fields[first].y),
                 Through(window.x, fields[first].x)};
  for (size_t i = 1; i < op.inputs.size(); ++i) {
    const Field& other = fields[op.inputs[i]];
    field = {Together(field.y, other.y), Together(field.x, other.x)};
  }
  return field;
}

AxisCells CentreOf(const AxisField& field) {
  return {(field.begin + field.end) / 2, field.pitch};
}

}  // namespace

StatusOr<CellGrid> ReceptiveCells(const Graph& graph, ValueId value,
                                  Extent input) {
  CAMGLASS_CHECK(value < graph.values.size());
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<Extent> extents,
                            InferExtents(graph, input));
  std::vector<Field> fields(graph.values.size());
  for (const Op& op : graph.ops)
    fields[op.output] = FieldOf(op, fields, extents);
  return CellGrid{CentreOf(fields[value].y), CentreOf(fields[value].x)};
}

}  // namespace camglass
