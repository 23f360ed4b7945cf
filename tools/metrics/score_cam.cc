#include "tools/metrics/score_cam.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace camglass {
namespace {

PlacedMap ChannelOf(const Tensor& features, size_t channel) {
  PlacedMap map = {{features.h, features.w}, {}, std::nullopt};
  for (size_t y = 0; y < features.h; ++y)
    for (size_t x = 0; x < features.w; ++x)
      map.values.push_back(features.At(y, x, channel));
  return map;
}

bool IsConstant(const PlacedMap& map) {
  return std::all_of(map.values.begin(), map.values.end(),
                     [&map](float v) { return v == map.values.front(); });
}

}  // namespace

StatusOr<PlacedMap> ScoreCamMap(const Picture& picture, const Tensor& features,
                                const Rgb& neutral, const Look& look) {
  CAMGLASS_ASSIGN_OR_RETURN(const ClassWord plain,
                            look(PlainPicture(picture.extent(), neutral)));
  constexpr double kNothing = -std::numeric_limits<double>::infinity();
  std::vector<double> gains(features.c, kNothing);
  double most = kNothing;
  for (size_t channel = 0; channel < features.c; ++channel) {
    const PlacedMap map = ChannelOf(features, channel);
    if (IsConstant(map)) continue;
    const Heat heat = Spread(map, picture.extent());
    CAMGLASS_ASSIGN_OR_RETURN(const ClassWord word,
                              look(Dimmed(picture, WholeRange(heat), neutral)));
    gains[channel] = word.logit - plain.logit;
    most = std::max(most, gains[channel]);
  }
  PlacedMap map = {{features.h, features.w}, {}, std::nullopt};
  std::vector<double> sums(features.h * features.w);
  double all = 0;
  for (size_t channel = 0; channel < features.c; ++channel) {
    if (gains[channel] == kNothing) continue;
    const double weight = std::exp(gains[channel] - most);
    all += weight;
    for (size_t cell = 0; cell < sums.size(); ++cell)
      sums[cell] += weight * static_cast<double>(
                                 features.data[cell * features.c + channel]);
  }
  for (const double sum : sums)
    map.values.push_back(all > 0 ? static_cast<float>(std::max(0.0, sum / all))
                                 : 0.0f);
  return map;
}

}  // namespace camglass
