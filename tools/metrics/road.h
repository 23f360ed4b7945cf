// ROAD, remove and debias (Rong et al., ICML 2022): what is left of a class
// when the parts of a picture that a map finds most important are gone, and
// when the least important are, both filled in such that the hole's shape tells
// nothing.
#ifndef CAMGLASS_TOOLS_METRICS_ROAD_H_
#define CAMGLASS_TOOLS_METRICS_ROAD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"

namespace camglass {

// In percent of the pixels.
inline constexpr size_t kRoadRemoved[] = {20, 40, 60, 80};

// One for each of kRoadRemoved.
struct RoadWords {
  std::vector<ClassWord> most_first;   // the hottest pixels are gone
  std::vector<ClassWord> least_first;  // the coldest are
};

// draws: what the noise is drawn by (draws.h).
StatusOr<RoadWords> Road(const Picture& picture, const Heat& heat,
                         const std::string& draws, const Look& look);

// The mean of half the score that least_first keeps beyond most_first: the
// greater, the better; 0 for a map that says nothing. The scores are of one
// count, above 0.
double RoadScore(const std::vector<double>& most_first,
                 const std::vector<double>& least_first);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_ROAD_H_
