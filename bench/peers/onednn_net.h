// A network as oneDNN primitives, put together as its documentation advises:
// each convolution chooses its layouts, and takes activation and residual along
// as post-ops; weights are brought to its layout once.
#ifndef CAMGLASS_BENCH_PEERS_ONEDNN_NET_H_
#define CAMGLASS_BENCH_PEERS_ONEDNN_NET_H_

#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "bench/peers/onednn_arena.h"
#include "engine/base/aligned_buffer.h"
#include "engine/base/status.h"
#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// f32; the input and the outputs are dense [1, c, h, w] with memory of their
// own. Run the steps in their order.
struct OnednnNet {
  dnnl::memory input;
  std::vector<OnednnStep> steps;
  std::vector<dnnl::memory> outputs;  // of the values that were asked for
  AlignedBuffer arena;                // what lies between them
};

// `graph` must be bound and simplified; it is not needed afterwards. Fails
// where the input is too small, and for ops that the networks of this benchmark
// don't have after the passes (a normalisation, a sum or an activation by
// itself). Throws dnnl::error.
StatusOr<OnednnNet> TranslateToOnednn(const Graph& graph, Extent input,
                                      const std::vector<ValueId>& outputs,
                                      const dnnl::engine& engine);

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_ONEDNN_NET_H_
