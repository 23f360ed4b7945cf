// Small graphs, planned and run against the reference executor.
#ifndef CAMGLASS_TESTS_KERNELS_ONE_OP_H_
#define CAMGLASS_TESTS_KERNELS_ONE_OP_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/graph/builder.h"
#include "engine/session.h"
#include "engine/tensor.h"

namespace camglass {

// Adds the layers under test after the input and returns the last one.
using Layers = std::function<ValueId(GraphBuilder&, ValueId input)>;

// A graph of an input with `channels` and those layers, every value kept and
// bound to the random parameters of tests/golden.
Graph KeptGraph(size_t channels, const Layers& layers);

// Uniform in [-1, 1), a different tensor for each `seed`.
Tensor UniformInput(Extent extent, size_t channels, const std::string& seed);

// Plans the graph (no passes, so that each op meets its own kernel, unless
// `options` says otherwise), runs it at 1, 2 and 3 threads and expects
// - every kept, materialised value within its bound of the reference
// executor's,
// - the same bits for every number of threads,
// - zeros in the padding lanes of every value.
// The bound of an element is that of a sum of `depth` products in any order:
// (depth + 4) * epsilon * the sum of their absolute values, which is what the
// reference executor gives for the absolute input and parameters.
void ExpectMatchesReference(const Graph& graph, Extent extent, size_t depth,
                            const SessionOptions& options);
void ExpectMatchesReference(const Graph& graph, Extent extent, size_t depth);

// Options with every pass off.
SessionOptions NoPasses();

}  // namespace camglass

#endif  // CAMGLASS_TESTS_KERNELS_ONE_OP_H_
