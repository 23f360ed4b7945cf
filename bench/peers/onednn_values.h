// The values of a graph while it becomes a list of oneDNN primitives: where
// each one lies, in which layout, and the steps so far.
#ifndef CAMGLASS_BENCH_PEERS_ONEDNN_VALUES_H_
#define CAMGLASS_BENCH_PEERS_ONEDNN_VALUES_H_

#include <cstddef>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <vector>

#include "bench/peers/onednn_arena.h"
#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// All values are [1, c, h, w]. A value can be asked for once it is set; add ops
// in the graph's order. Throws dnnl::error.
class OnednnValues {
 public:
  // `graph` must outlive this; `extents` are those of InferExtents.
  OnednnValues(const Graph& graph, std::vector<Extent> extents,
               const dnnl::engine& engine);

  const Graph& graph() const { return graph_; }
  const dnnl::engine& engine() const { return engine_; }
  Extent extent(ValueId id) const { return extents_[id]; }
  size_t channels(ValueId id) const { return graph_.values[id].channels; }
  dnnl::memory::dims Dims(ValueId id) const;

  const dnnl::memory& operator[](ValueId id) const { return values_[id]; }
  // The same bytes, or a copy where the layout is another one.
  dnnl::memory InLayout(ValueId id, const dnnl::memory::desc& wanted);
  // A value [1, c, 1, 1] as [1, c].
  dnnl::memory Vector(ValueId id);

  void Set(ValueId id, const dnnl::memory& memory) { values_[id] = memory; }
  // Sets it to memory yet to be written, and gives that.
  dnnl::memory Make(ValueId id, const dnnl::memory::desc& layout);
  // The same with the bytes of `old` or, where somebody else needs those, with
  // a copy: for a step that adds to them.
  dnnl::memory Overwrite(ValueId old, ValueId id,
                         const dnnl::memory::desc& layout);
  // As Make for [1, c, 1, 1], to be written as [1, c].
  dnnl::memory MakeVector(ValueId id);
  // Sets `whole` to the parts side by side without a step, if they can be made
  // there at once.
  bool Join(const std::vector<ValueId>& parts, ValueId whole);

  void AddStep(const dnnl::primitive& primitive,
               const std::unordered_map<int, dnnl::memory>& arguments);
  void AddReorder(const dnnl::memory& from, const dnnl::memory& to);
  // This op has its steps: it reads no more.
  void Finish(const Op& op);

  const std::vector<OnednnStep>& steps() const { return steps_; }
  // Call once, last; the steps can run as long as the result lives.
  AlignedBuffer Settle() const { return arena_.Settle(steps_); }

 private:
  dnnl::memory Copy(ValueId id, const dnnl::memory::desc& layout);

  const Graph& graph_;
  const std::vector<Extent> extents_;
  const dnnl::engine engine_;
  std::vector<size_t> readers_;  // that have not finished, by value
  OnednnArena arena_;
  std::vector<dnnl::memory> values_;
  std::vector<OnednnStep> steps_;
};

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_ONEDNN_VALUES_H_
