#include "engine/plan/plan.h"

#include <sstream>

#include "engine/base/check.h"
#include "engine/plan/plan_impl.h"

namespace camglass {

Plan::Plan() : impl_(std::make_unique<Impl>()) {}
Plan::~Plan() = default;

Extent Plan::extent() const { return impl_->extent; }

TensorView Plan::input() const { return View(impl_->graph->input); }

TensorView Plan::View(ValueId value) const {
  const Graph& graph = *impl_->graph;
  CAMGLASS_CHECK(value < graph.values.size());
  CAMGLASS_CHECK(value == graph.input || IsKept(graph, value));
  CAMGLASS_CHECK(IsMaterialised(value));
  return impl_->layout.View(graph, value, impl_->arena.data());
}

bool Plan::IsMaterialised(ValueId value) const {
  return impl_->layout.values[value].materialised;
}

size_t Plan::arena_bytes() const { return impl_->layout.arena_bytes; }

size_t Plan::num_steps() const { return impl_->steps.size(); }

std::string Plan::ToText() const {
  std::ostringstream text;
  for (const Step& step : impl_->steps) {
    const ValueLayout& value = impl_->layout.values[step.output];
    text << step.name << ":" << step.kernel
         << (step.weights == DType::kF16 ? " with f16 -> " : " -> ")
         << step.view.h << "x" << step.view.w << "x" << step.view.c << " at "
         << value.offset;
    if (value.root != step.output) {
      text << " in " << impl_->graph->values[value.root].name
           << " from channel " << value.channel_offset;
    }
    text << "\n";
  }
  return text.str();
}

}  // namespace camglass
