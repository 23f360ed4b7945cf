// A layer of every op, for the tests that go through all of them.
#ifndef CAMGLASS_TESTS_GRAPH_OP_EXAMPLES_H_
#define CAMGLASS_TESTS_GRAPH_OP_EXAMPLES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/graph/builder.h"

namespace camglass {

struct OpExample {
  std::string kind;  // KindName
  // Adds an op of that kind that reads x, perhaps through others.
  std::function<ValueId(GraphBuilder&, const std::string& name, ValueId x)> add;
  // Roundings behind a value that it makes, each relative to the magnitudes
  // summed (magnitudes.h).
  size_t roundings = 0;
  // Whether graphs of tests/plan/random_graph.h take it as it is: x's extent
  // and channels stay, its rounding is no more than its magnitude's, and the
  // drawer has no way of its own to draw it.
  bool drawn_at_random = false;
};

// One for each alternative of OpKind, in its order. A kind without an example
// does not compile.
std::vector<OpExample> OpExamples();

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GRAPH_OP_EXAMPLES_H_
