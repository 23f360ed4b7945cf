// The memory of a list of oneDNN primitives: values that are not alive at the
// same time share it, and the parts of a concatenation lie in it side by side.
#ifndef CAMGLASS_BENCH_PEERS_ONEDNN_ARENA_H_
#define CAMGLASS_BENCH_PEERS_ONEDNN_ARENA_H_

#include <cstddef>
#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <vector>

#include "engine/base/aligned_buffer.h"
#include "engine/plan/memory_planner.h"

namespace camglass {

struct OnednnStep {
  dnnl::primitive primitive;
  std::unordered_map<int, dnnl::memory> arguments;  // by DNNL_ARG_...
};

// Memories made here have no bytes until Settle. Throws dnnl::error.
class OnednnArena {
 public:
  explicit OnednnArena(const dnnl::engine& engine) : engine_(engine) {}

  // A buffer of its own.
  dnnl::memory Make(const dnnl::memory::desc& desc);

  // The bytes of `memory`, which was made here, in another description of the
  // same size.
  dnnl::memory View(const dnnl::memory& memory, const dnnl::memory::desc& desc);

  // Whether `memory` was made here.
  bool Has(const dnnl::memory& memory) const;

  // Whether it was, and shares its bytes with views at most.
  bool IsAlone(const dnnl::memory& memory) const;

  // Moves the parts into the bytes of `whole`, one after another. They must be
  // alone, no two of them the same, and together as large as `whole`.
  void Join(const std::vector<dnnl::memory>& parts, const dnnl::memory& whole);

  // Gives every memory its bytes, for steps that run in this order; they hold
  // as long as the result. Call once, last.
  AlignedBuffer Settle(const std::vector<OnednnStep>& steps) const;

 private:
  struct Place {
    dnnl::memory memory;
    size_t buffer;
    size_t offset;  // bytes
  };
  struct Buffer {
    size_t bytes;
    bool joined;  // it has parts, or is one
  };

  std::vector<BufferLife> Lives(const std::vector<OnednnStep>& steps) const;

  dnnl::engine engine_;
  std::map<dnnl_memory_t, Place> places_;
  std::vector<Buffer> buffers_;
};

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_ONEDNN_ARENA_H_
