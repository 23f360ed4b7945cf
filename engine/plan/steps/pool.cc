// Pools over windows, and the mean over the whole map.
#include "engine/kernels/pool.h"

#include "engine/kernels/conv.h"
#include "engine/plan/steps/op_steps.h"

namespace camglass {

// Units: rows.
Status AddSteps(const MaxPool& pool, const OpPlace& place, StepList* steps) {
  const PoolArgs args = {place.In(),  place.Out(), pool.k,
                         pool.stride, pool.pad,    false};
  steps->Add(place.NewStep("maxpool", args.dst.h,
                           [args](size_t begin, size_t end, const Scratch&) {
                             MaxPoolRows(args, begin, end);
                           }));
  return Status();
}

// Units: rows.
Status AddSteps(const AvgPool& pool, const OpPlace& place, StepList* steps) {
  const PoolArgs args = {place.In(),  place.Out(), pool.k,
                         pool.stride, pool.pad,    pool.count_pad};
  steps->Add(place.NewStep("avgpool", args.dst.h,
                           [args](size_t begin, size_t end, const Scratch&) {
                             AvgPoolRows(args, begin, end);
                           }));
  return Status();
}

// Units: blocks of kChannelPad channels.
Status AddSteps(const GlobalAvgPool&, const OpPlace& place, StepList* steps) {
  const TensorView src = place.In();
  float* const dst = place.Out().data;
  steps->Add(place.NewStep("mean", PadChannels(src.c) / kChannelPad,
                           [=](size_t begin, size_t end, const Scratch&) {
                             GlobalMean(src, dst, begin * kChannelPad,
                                        end * kChannelPad);
                           }));
  return Status();
}

}  // namespace camglass
