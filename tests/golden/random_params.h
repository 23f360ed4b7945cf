// Random parameters and inputs that C++ and Python (random_params.py) make
// alike, so that goldens need not carry weights.
//
// A name's stream: splitmix64 started at the 64-bit FNV-1a hash of the name;
// element i is its (i + 1)-th output, so any element can be had alone. The top
// 24 bits give u in [-1, 1), exact in float. A param is centre + half * u in
// double, rounded to float, in the order of its shape (OIHW):
//
//   NAME.running_var            1.0 +- 0.5
//   NAME.weight of rank 1       0.9 +- 0.4      (batch norm)
//   NAME.weight otherwise       0.0 +- sqrt(6 / (elements per output channel))
//   everything else             0.0 +- 0.2      (biases, running means)
//
// so that activations keep their size through all layers.
#ifndef CAMGLASS_TESTS_GOLDEN_RANDOM_PARAMS_H_
#define CAMGLASS_TESTS_GOLDEN_RANDOM_PARAMS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

uint64_t NameSeed(std::string_view name);
// Output `index` + 1 of splitmix64 started at `seed`.
uint64_t DrawBits(uint64_t seed, uint64_t index);
// The same as a number in [-1, 1).
double DrawSigned(uint64_t seed, uint64_t index);

std::vector<float> RandomParam(const std::string& name,
                               const std::vector<size_t>& shape);

// Gives every param of `graph` (its names and shapes are copied) by the rule.
ParamSource RandomParams(const Graph& graph);

// A picture [h, w, 3] in [-2, 2) * scale: blocks of 16 x 16 pixels, so that
// deep maps differ from cell to cell, and noise.
Tensor RandomInput(Extent extent, float scale = 1.0f);

// An element of an activation.
struct Position {
  size_t y = 0;
  size_t x = 0;
  size_t ch = 0;
};

// The 16 elements that goldens sample of a value: at the four corners (where a
// wrong padding shows), then anywhere.
std::vector<Position> SamplePositions(const std::string& value_name,
                                      Extent extent, size_t channels);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GOLDEN_RANDOM_PARAMS_H_
