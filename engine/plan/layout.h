// Where each value of a graph lies for one input size: which share a buffer (a
// concat and its parts), how much zero border (halo) a buffer carries for the
// padded convolutions that read it, and its place in the arena.
#ifndef CAMGLASS_ENGINE_PLAN_LAYOUT_H_
#define CAMGLASS_ENGINE_PLAN_LAYOUT_H_

#include <cstddef>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/conv_algorithm.h"
#include "engine/plan/fusion.h"
#include "engine/plan/plan_options.h"
#include "engine/tensor.h"

namespace camglass {

// Zeros around a map, in pixels.
struct Halo {
  size_t top = 0;
  size_t left = 0;
  size_t bottom = 0;
  size_t right = 0;

  bool empty() const { return top + left + bottom + right == 0; }
};

struct ValueLayout {
  bool materialised = false;  // some step writes it
  DType type = DType::kF32;   // of its elements
  Extent extent;
  ValueId root = 0;           // the value that owns the buffer, maybe itself
  size_t channel_offset = 0;  // first channel in the root's pixels
  size_t pixel_stride = 0;    // the root's, elements
  size_t row_stride = 0;
  Halo halo;          // the root's
  size_t offset = 0;  // of the root's buffer in the arena, bytes
};

struct Layout {
  std::vector<ValueLayout> values;    // by ValueId
  std::vector<bool> concat_in_place;  // by op
  Fusions fusions{0};
  std::vector<size_t> levels;  // by op, see op_levels.h
  size_t arena_bytes = 0;

  // The value in an arena that starts at `arena`. It must be materialised, and
  // of f32: other types have no view yet.
  TensorView View(const Graph& graph, ValueId value, std::byte* arena) const;
};

Layout LayOut(const Graph& graph, const std::vector<Extent>& extents,
              const std::vector<ConvAlgorithm>& algorithms,
              const PlanOptions& options, size_t threads);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_LAYOUT_H_
