#include "engine/plan/op_place.h"

#include <utility>

namespace camglass {

TensorView OpPlace::View(ValueId value) const {
  return plan_.layout.View(plan_.graph, value, plan_.arena);
}

TensorView OpPlace::ShapeOf(ValueId value) const {
  TensorView shape;
  shape.h = plan_.layout.values[value].extent.h;
  shape.w = plan_.layout.values[value].extent.w;
  shape.c = plan_.graph.values[value].channels;
  return shape;
}

TensorView OpPlace::In(size_t i) const { return View(op().inputs[i]); }
TensorView OpPlace::Out() const { return View(op().output); }
TensorView OpPlace::InShape() const { return ShapeOf(op().inputs[0]); }
TensorView OpPlace::OutShape() const { return ShapeOf(op().output); }

const PackedOp& OpPlace::packed() const {
  return plan_.weights.op(op_, algorithm(), plan_.weight_types[op_]);
}

Step OpPlace::NewStep(const char* kernel, size_t units, UnitRunner run) const {
  Step step;
  step.name = name();
  step.kernel = kernel;
  step.run = std::move(run);
  step.units = units;
  step.output = op().output;
  step.view = Out();
  step.halo = plan_.layout.values[step.output].halo;
  step.weights = plan_.weight_types[op_];
  return step;
}

}  // namespace camglass
