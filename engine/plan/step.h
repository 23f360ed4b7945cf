// One step of a plan: a kernel with its pointers and shapes, cut into units of
// work that threads may take in any order and number without changing a bit.
#ifndef CAMGLASS_ENGINE_PLAN_STEP_H_
#define CAMGLASS_ENGINE_PLAN_STEP_H_

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/kernels/conv.h"
#include "engine/kernels/dense.h"
#include "engine/kernels/depthwise.h"
#include "engine/kernels/lrn.h"
#include "engine/kernels/pool.h"
#include "engine/kernels/winograd.h"
#include "engine/plan/layout.h"
#include "engine/tensor.h"

namespace camglass {

// Units: panels of output channels, or output pixels.
struct ConvStep {
  ConvArgs args;  // args.taps is set when the step runs
  ConvPacking packing;
  std::vector<ptrdiff_t> taps;
  size_t pixels = 0;
  bool split_panels = false;
};
// A Winograd convolution on many tiles: each group goes through all of it, in
// the thread's own scratch. Units: groups of tiles.
struct WinogradStep {
  WinogradArgs args;
  WinogradPacking packing;
};
// On few tiles, one group, it takes two steps, so that threads share the
// channels and each filter is read once. Units: blocks of kChannelPad input
// channels, then of kWinogradBlock output channels.
struct WinogradInputStep {
  WinogradArgs args;
  WinogradPacking packing;
  size_t v = 0;  // where V lies in the shared scratch, floats
};
struct WinogradOutputStep {
  WinogradArgs args;
  WinogradPacking packing;
  size_t v = 0;
};
// Units: rows, or blocks of kChannelPad channels.
struct DepthwiseStep {
  DepthwiseArgs args;
  bool split_channels = false;
};
// See fused_block.h. Units: bands of `rows` output rows.
struct FusedBlockStep {
  bool expands = false;
  ConvStep expand;          // dst: set when the step runs
  DepthwiseArgs depthwise;  // src, where it expands, and dst: the same
  ConvStep project;         // src: the same
  Extent wide;              // the depthwise convolution's input
  size_t top = 0;           // zero rows before it
  size_t left = 0;          // zero pixels before each row
  size_t band_row = 0;      // floats of a row with its zeros
  size_t rows = 0;
};
struct PoolStep {
  PoolArgs args;  // units: rows
  bool average = false;
};
// See pooled_conv.h. Units: `rows` rows of the convolution's map.
struct PooledConvStep {
  using Conv = std::variant<ConvStep, WinogradStep>;
  Conv conv;          // dst: set when the step runs
  PoolArgs pool;      // src: the same
  size_t rows = 0;    // multiples of align
  size_t before = 0;  // room for as many rows before a unit's, the same
  size_t align = 1;   // rows that can be computed alone
};
struct LrnStep {
  LrnArgs args;  // units: rows
};
struct AddStep {
  TensorView a, b, dst;  // units: rows
};
struct ClampStep {
  TensorView src, dst;  // units: rows
  float lo = 0;
  float hi = 0;
};
struct AffineStep {
  TensorView src, dst;  // units: rows
  const float* mul = nullptr;
  const float* add = nullptr;
};
struct CopyStep {
  std::vector<std::pair<TensorView, TensorView>> parts;  // src, dst
  TensorView padding;  // channels after the last part, to be zero; units: rows
};
struct GlobalMeanStep {
  TensorView src;
  float* dst = nullptr;  // units: blocks of kChannelPad channels
};
struct DenseStep {
  const float* src = nullptr;
  float* dst = nullptr;
  const float* weights = nullptr;
  const float* bias = nullptr;
  DensePacking packing;  // units: panels
};
struct SoftmaxStep {
  TensorView src, dst;  // units: rows
};
struct InPlaceStep {};  // nothing to do: a concat whose parts are in place

using StepKind =
    std::variant<ConvStep, WinogradStep, WinogradInputStep, WinogradOutputStep,
                 DepthwiseStep, FusedBlockStep, PoolStep, PooledConvStep,
                 LrnStep, AddStep, ClampStep, AffineStep, CopyStep,
                 GlobalMeanStep, DenseStep, SoftmaxStep, InPlaceStep>;

struct Step {
  std::string name;    // of the op
  const char* kernel;  // for profiles: "conv", "depthwise", ...
  StepKind kind;
  size_t units = 0;
  size_t grain = 1;    // units are handed out in multiples of this; >= 1
  bool waits = false;  // for all threads to end the steps before
  ValueId output = 0;
  TensorView view;  // of the output
  Halo halo;        // around `view`, cleared by this step for its channels
  // Further ops on the same value (groups of a convolution) end with the last.
  bool completes_output = true;
};

// Memory that steps need while they run, in floats.
struct ScratchSizes {
  size_t own = 0;     // a thread
  size_t shared = 0;  // from one step to the next
};
ScratchSizes ScratchOf(const Step& step);

struct Scratch {
  float* own = nullptr;
  float* shared = nullptr;
};

// Tiles [first, last), at most a group, in a thread's own scratch of so many
// floats.
size_t WinogradScratch(const WinogradStep& step);
void RunWinogradTiles(const WinogradStep& step, size_t first, size_t last,
                      float* scratch);

// Does units [begin, end) of the step.
void RunUnits(const Step& step, size_t begin, size_t end,
              const Scratch& scratch);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEP_H_
