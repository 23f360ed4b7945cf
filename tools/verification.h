// Holds a model against values that another program computed.
#ifndef CAMGLASS_TOOLS_VERIFICATION_H_
#define CAMGLASS_TOOLS_VERIFICATION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/plan/plan_options.h"
#include "weights/load_model.h"
#include "weights/numpy/npz.h"

namespace camglass {

// Agreement asked for: no value differs by more than this share of the largest
// expected absolute value.
inline constexpr double kVerifyTolerance = 1e-4;

// How one array compares.
struct ValueComparison {
  std::string name;
  std::vector<size_t> shape;
  double largest_expected = 0;  // absolute
  double largest_error = 0;     // absolute; infinite where only one is finite
  size_t worst_at = 0;          // index of the largest error
  size_t non_finite = 0;        // of the network's values
  bool agrees = false;
  // Where they don't agree: the first value beyond the tolerance.
  size_t first_at = 0;
  float first_expected = 0;
  float first_computed = 0;

  // largest_error / largest_expected; infinite where all expected are 0 and
  // ours are not.
  double RelativeError() const;
};

// Runs the model on the archive's `input` (f32 [3][h][w], preprocessed, the
// network's channel order) or `resized` (u8 [h][w][3], RGB) and compares every
// other array: `logits` [classes], `features` [h][w][C] or, where the features
// are class maps, [h][w][1] of the top class, `cam` [h][w] of the top class, or
// a value of the network by its name, [h][w][c] or [c]. The top class is that
// of `logits`, else of the network. In the order of the network.
StatusOr<std::vector<ValueComparison>> Verify(const LoadedModel& model,
                                              const NpzArchive& expected,
                                              const PlanOptions& plan = {});

// NaN and infinite values of one layer.
struct NonFiniteLayer {
  std::string name;
  size_t count = 0;
  size_t first_at = 0;  // index in [h][w][c]
  // A tensor of weights that the layer reads and that is itself not finite;
  // empty where the values only come about by computing.
  std::string tensor;
};

// Runs the model on the archive's input, layer by layer, and gives the first
// layer whose values are not all finite.
StatusOr<std::optional<NonFiniteLayer>> FindNonFinite(
    const LoadedModel& model, const NpzArchive& expected);

// The indices of each axis for one into an array of that shape, the last axis
// fastest; and as "[y, x, c]".
std::vector<size_t> PlaceOf(size_t index, const std::vector<size_t>& shape);
std::string PlaceText(size_t index, const std::vector<size_t>& shape);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_VERIFICATION_H_
