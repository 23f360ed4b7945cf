// A graph compiled for one input size: steps, and one arena for all values.
#ifndef CAMGLASS_ENGINE_PLAN_PLAN_H_
#define CAMGLASS_ENGINE_PLAN_PLAN_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/plan_options.h"
#include "engine/tensor.h"

namespace camglass {

class Plan {
 public:
  ~Plan();

  Extent extent() const;  // of the input
  // Where the caller puts the input: [h, w, c], any row stride, pixel stride c.
  // Write all of it before each run.
  TensorView input() const;
  // A kept value after a run; valid until the next run. Aborts where the value
  // is not kept.
  TensorView View(ValueId value) const;
  // Whether a step writes this value (fused values have none).
  bool IsMaterialised(ValueId value) const;

  size_t arena_bytes() const;
  size_t num_steps() const;
  std::string ToText() const;  // one line per step, for people

  struct Impl;  // the engine's own business

 private:
  friend class Session;
  Plan();
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_PLAN_H_
