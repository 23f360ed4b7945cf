// What this core can do at most, to hold kernels against.
#ifndef CAMGLASS_ENGINE_KERNELS_PEAK_H_
#define CAMGLASS_ENGINE_KERNELS_PEAK_H_

#include <cstddef>

namespace camglass {

// Multiply-adds of the target in use on one core, in 10^9 floating-point
// operations a second (two a multiply-add): the best of `rounds` rounds of
// about a millisecond each, operands in registers, enough sums in flight (24
// where 32 registers are, else 12) to hide the latency.
double MeasureMultiplyAddBound(size_t rounds);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_PEAK_H_
