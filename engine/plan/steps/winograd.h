// A convolution by one of Winograd's algorithms (kernels/winograd.h).
#ifndef CAMGLASS_ENGINE_PLAN_STEPS_WINOGRAD_H_
#define CAMGLASS_ENGINE_PLAN_STEPS_WINOGRAD_H_

#include <cstddef>

#include "engine/graph/op.h"
#include "engine/kernels/winograd.h"
#include "engine/plan/op_place.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step_list.h"
#include "engine/plan/steps/conv_views.h"

namespace camglass {

struct WinogradConv {
  WinogradArgs args;
  WinogradPacking packing;

  size_t Tiles() const { return args.Tiles(packing.m); }
  // Floats of a thread's own scratch for a group of tiles.
  size_t Scratch() const;
  // Tiles [first, last), at most a group, in that scratch.
  void RunTiles(size_t first, size_t last, float* scratch) const;
};

// `rows_alone`: it runs by rows of tiles, a few at a time, and groups are cut
// for a row; else for the whole map and `threads`.
WinogradConv MakeWinograd(const Conv2d& conv, const PackedOp& packed,
                          const ConvViews& views, size_t threads,
                          bool rows_alone);

// One step, or two where there are few tiles.
void AddWinograd(const Conv2d& conv, const OpPlace& place, StepList* steps);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEPS_WINOGRAD_H_
