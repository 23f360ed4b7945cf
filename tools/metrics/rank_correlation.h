// How alike two maps are, whatever their scales.
#ifndef CAMGLASS_TOOLS_METRICS_RANK_CORRELATION_H_
#define CAMGLASS_TOOLS_METRICS_RANK_CORRELATION_H_

#include <span>

namespace camglass {

// Spearman's: the correlation of the values' ranks, equal values sharing the
// mean of theirs. -1 to 1; 0 where one map is constant. As many values in both.
double RankCorrelation(std::span<const float> a, std::span<const float> b);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_RANK_CORRELATION_H_
