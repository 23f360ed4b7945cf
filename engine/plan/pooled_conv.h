// convolution -> max-pool as one step. A few rows of the convolution at a time
// lie in a thread's own scratch and go into the pool from there, so that the
// largest maps of a network are never written to memory and read again.
#ifndef CAMGLASS_ENGINE_PLAN_POOLED_CONV_H_
#define CAMGLASS_ENGINE_PLAN_POOLED_CONV_H_

#include <cstddef>

#include "engine/plan/step.h"

namespace camglass {

// Given conv, whose dst is `map` with a null pointer and whose groups, if it is
// Winograd's, have been chosen, and pool, but for its src.
PooledConvStep MakePooledConvStep(PooledConvStep::Conv conv,
                                  const TensorView& map, const PoolArgs& pool);

// Rows of the convolution's map are cut up into so many units of step.rows.
size_t PooledConvUnits(const PooledConvStep& step);

// Units [begin, end): those rows of the map, and the rows of dst whose windows
// end in them. Rows before the first unit that its windows need are computed,
// too, though the unit before has them. scratch: PooledConvScratch floats.
void RunPooledConv(const PooledConvStep& step, size_t begin, size_t end,
                   float* scratch);

size_t PooledConvScratch(const PooledConvStep& step);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_POOLED_CONV_H_
