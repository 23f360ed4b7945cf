// Rows of a param on their way into packed weights.
#ifndef CAMGLASS_ENGINE_PLAN_WEIGHT_ROWS_H_
#define CAMGLASS_ENGINE_PLAN_WEIGHT_ROWS_H_

#include <cstddef>
#include <vector>

#include "engine/graph/graph.h"

namespace camglass {

// What one thread needs to pack.
struct RowWorkspace {
  std::vector<float> scaled;  // rows with their factors
  std::vector<float> filled;  // rows of groups, filled up with zeros
};

// Whether row_factors multiply the weights or what comes of them.
enum class RowFactors { kInWeights, kApart };

// Rows [begin, end) of a convolution's or dense layer's weights; gone from
// memory, where that can be, once this is.
class WeightRows {
 public:
  WeightRows(const Param& param, size_t begin, size_t end, RowFactors factors,
             RowWorkspace* work);
  ~WeightRows() { param_.ReleaseRows(begin_, end_); }
  WeightRows(const WeightRows&) = delete;
  WeightRows& operator=(const WeightRows&) = delete;

  const float* data() const { return data_; }
  size_t count() const { return end_ - begin_; }

  // A grouped convolution's, `first` being the first of them, with zeros where
  // an output does not see an input: [count][in_c][window].
  const float* Ungrouped(const Conv2d& conv, size_t in_c, size_t first) const;

  // The rows, each times the power of two that brings its largest magnitude
  // to between half of `most` and `most`; what undoes that goes to
  // scale[0..count). Rows of zeros and with infinite weights stay as they are.
  const float* Levelled(float most, float* scale) const;

 private:
  const Param& param_;
  size_t begin_;
  size_t end_;
  RowWorkspace* work_;
  const float* data_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_WEIGHT_ROWS_H_
