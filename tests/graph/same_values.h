// Whether two graphs of the same values compute the same.
#ifndef CAMGLASS_TESTS_GRAPH_SAME_VALUES_H_
#define CAMGLASS_TESTS_GRAPH_SAME_VALUES_H_

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// The largest difference at the values that `plain` keeps, each in units of
// what rounding to float can explain there: up to 1 the graphs compute the
// same. Infinite where `changed` lacks a value or has another shape.
//
// `plain` is a bound graph as built, without LRN and softmax; `changed` is what
// passes made of it.
double WorstDifference(const Graph& plain, const Graph& changed,
                       const Tensor& input);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GRAPH_SAME_VALUES_H_
