// The operations of a graph. A closed list: an op that is added here has to be
// handled in every place that visits OpKind, and the compiler names them.
//
// Each op is one struct in ops/: its attributes, and what the graph asks of it:
//
//   const char* Name() const;        in one word, for people
//   std::string Attributes() const;  " key=value" each, for people
//   void Check(const OpRules& rules) const;
//       aborts where attributes, channels or params do not fit each other
//   StatusOr<Extent> OutputExtent(const InputExtents& in) const;
//   uint64_t MultiplyAdds(size_t in_c, Extent out) const;
//       in its direct form; 0 for ops that aren't sums of products
//
// Which values an op reads and writes is in Op (graph.h).
#ifndef CAMGLASS_ENGINE_GRAPH_OP_H_
#define CAMGLASS_ENGINE_GRAPH_OP_H_

#include <variant>

#include "engine/graph/ops/activate.h"
#include "engine/graph/ops/add.h"
#include "engine/graph/ops/batch_norm.h"
#include "engine/graph/ops/concat.h"
#include "engine/graph/ops/conv2d.h"
#include "engine/graph/ops/dense.h"
#include "engine/graph/ops/global_avg_pool.h"
#include "engine/graph/ops/identity.h"
#include "engine/graph/ops/lrn.h"
#include "engine/graph/ops/pool.h"
#include "engine/graph/ops/softmax.h"

namespace camglass {

using OpKind =
    std::variant<Conv2d, BatchNorm, MaxPool, AvgPool, Lrn, Add, Activate,
                 Concat, GlobalAvgPool, Dense, Softmax, Identity>;

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OP_H_
