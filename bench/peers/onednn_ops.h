// Ops of a graph as steps of oneDNN. Each takes the op, which has this kind,
// makes its output and adds its steps. The inputs must be set. All throw
// dnnl::error.
#ifndef CAMGLASS_BENCH_PEERS_ONEDNN_OPS_H_
#define CAMGLASS_BENCH_PEERS_ONEDNN_OPS_H_

#include "bench/peers/onednn_values.h"
#include "engine/graph/graph.h"

namespace camglass {

// Params are copied, into the layouts that the primitive chooses.
void AddConv(const Op& op, const Conv2d& conv, OnednnValues* values);
void AddDense(const Op& op, const Dense& dense, OnednnValues* values);

void AddMaxPool(const Op& op, const MaxPool& pool, OnednnValues* values);
void AddGlobalMean(const Op& op, OnednnValues* values);
// Without a step where the parts can be made side by side.
void AddConcat(const Op& op, OnednnValues* values);
// Of a value [1, c, 1, 1].
void AddSoftmax(const Op& op, OnednnValues* values);

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_ONEDNN_OPS_H_
