// A network ready to run: simplified graph, packed weights, threads, and the
// plans of the input sizes met so far.
//
//   auto session = Session::Create(std::move(graph), {.threads = 2});
//   auto plan = (*session)->Prepare({224, 299});
//   Fill((*plan)->input());             // dense rows of 3 floats a pixel
//   (*session)->Run(**plan);
//   TensorView features = (*plan)->View(net.features);
#ifndef CAMGLASS_ENGINE_SESSION_H_
#define CAMGLASS_ENGINE_SESSION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/graph/graph.h"
#include "engine/graph/passes.h"
#include "engine/plan/plan.h"
#include "engine/tensor.h"

namespace camglass {

struct SessionOptions {
  size_t threads =
      0;  // 0: CAMGLASS_THREADS, else this process's physical cores
  PassOptions passes;
  PlanOptions plan;
};

// Called on the calling thread after each step of a run, while the step's
// outputs are intact: for dumps and comparisons. `ms` is the step's wall time.
struct StepReport {
  const std::string* name;  // of the op, e.g. "layer2.0.conv1"
  const char* kernel;       // e.g. "conv", "depthwise"
  ValueId output;           // of Session::graph(), where passes may add values
  TensorView view;          // of what the step wrote
  bool complete;            // false: further steps go on writing this value
  double ms;
};
using StepObserver = std::function<void(const StepReport&)>;

class Session {
 public:
  // `graph` must be bound (BindParams). Fails where an op has no kernel.
  static StatusOr<std::unique_ptr<Session>> Create(
      Graph graph, const SessionOptions& options);
  ~Session();

  // The plan for an input of this size, made at first use; the last few stay
  // cached. The pointer holds until a later Prepare drops the oldest plan.
  // Fails where the network can't take the size, or its memory isn't there.
  StatusOr<Plan*> Prepare(Extent input);

  // Runs the plan on what its input() holds. No allocation, and the same bits
  // for any number of threads. With an observer each step is timed and shown.
  void Run(Plan& plan);
  void Run(Plan& plan, const StepObserver& observer);

  const Graph& graph() const;  // after the passes
  size_t threads() const;
  // Memory of the weights as packed so far: Prepare packs what a new size's
  // algorithms need.
  size_t packed_bytes() const;

 private:
  Session();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_SESSION_H_
