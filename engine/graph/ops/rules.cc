#include "engine/graph/ops/rules.h"

#include "engine/base/check.h"
#include "engine/graph/graph.h"
#include "engine/graph/limits.h"

namespace camglass {
namespace {

std::string Text(Extent extent) {
  return std::to_string(extent.h) + " x " + std::to_string(extent.w);
}

std::string Where(const Op& op) {
  return std::string(KindName(op.kind)) + " \"" + op.name + "\"";
}

}  // namespace

void OpRules::Require(bool holds, const char* rule) const {
  if (holds) return;
  const std::string where = "graph " + graph_.name + ", op " + op_.name;
  CheckFailed(__FILE__, __LINE__, (where + ": " + rule).c_str());
}

void OpRules::RequireOneInputOfOutputChannels() const {
  Require(num_inputs() == 1, "one input");
  Require(In() == Out(), "input and output have the same channels");
}

void OpRules::RequireWindow(size_t side, size_t stride) const {
  Require(side > 0 && side <= kMaxWindow, "the window's side is in range");
  Require(stride > 0 && stride <= kMaxWindow, "the stride is in range");
}

size_t OpRules::num_inputs() const { return op_.inputs.size(); }

size_t OpRules::In(size_t i) const {
  return graph_.values[op_.inputs[i]].channels;
}

size_t OpRules::Out() const { return graph_.values[op_.output].channels; }

bool OpRules::ShapeIs(ParamId id, const std::vector<size_t>& shape) const {
  return id < graph_.params.size() && graph_.params[id].shape == shape;
}

size_t InputExtents::size() const { return op_.inputs.size(); }

Extent InputExtents::operator[](size_t i) const {
  return extents_[op_.inputs[i]];
}

StatusOr<Extent> InputExtents::Common() const {
  const Extent first = (*this)[0];
  for (size_t i = 1; i < size(); ++i) {
    if ((*this)[i] != first) return Mismatch(first, (*this)[i]);
  }
  return first;
}

StatusOr<Extent> InputExtents::Windowed(
    const std::function<Extent(Extent)>& output_of) const {
  const Extent in = (*this)[0];
  const Extent out = output_of(in);
  if (out.h > 0 && out.w > 0) return out;
  Extent needed{1, 1};  // a kernel's side at most, so the search ends
  while (output_of(needed).h == 0) ++needed.h;
  while (output_of(needed).w == 0) ++needed.w;
  return InvalidInput(Where(op_) + " needs at least " + Text(needed) +
                      " and gets " + Text(in));
}

Status InputExtents::Takes(const char* what) const {
  return InvalidInput(Where(op_) + " takes " + what + " and gets " +
                      Text((*this)[0]));
}

Status InputExtents::Mismatch(Extent a, Extent b) const {
  return InvalidInput(Where(op_) + " joins " + Text(a) + " and " + Text(b) +
                      ", which must be equal");
}

}  // namespace camglass
