#include "tools/metrics/road.h"

#include <future>

#include "engine/base/check.h"
#include "tools/metrics/linear_imputation.h"

namespace camglass {
namespace {

Picture Without(const Picture& picture, const std::vector<bool>& missing,
                const std::string& draws) {
  Draws noise(draws);
  return Imputed(picture, missing, &noise);
}

}  // namespace

StatusOr<RoadWords> Road(const Picture& picture, const Heat& heat,
                         const std::string& draws, const Look& look) {
  CAMGLASS_CHECK(heat.size == picture.extent());
  const std::vector<size_t> order = HottestFirst(heat);
  RoadWords words;
  for (const size_t percent : kRoadRemoved) {
    const size_t count = order.size() * percent / 100;
    std::vector<bool> hottest(order.size());
    std::vector<bool> coldest(order.size());
    for (size_t i = 0; i < count; ++i) {
      hottest[order[i]] = true;
      coldest[order[order.size() - 1 - i]] = true;
    }
    const std::string key = draws + ":" + std::to_string(percent);
    // Side by side: each has numbers of its own, so threads change nothing.
    // Where no thread can be started, after the other.
    std::future<Picture> without_hottest =
        std::async(std::launch::async | std::launch::deferred,
                   [&] { return Without(picture, hottest, key); });
    const Picture without_coldest = Without(picture, coldest, key + ":coldest");
    CAMGLASS_ASSIGN_OR_RETURN(const ClassWord most,
                              look(without_hottest.get()));
    CAMGLASS_ASSIGN_OR_RETURN(const ClassWord least, look(without_coldest));
    words.most_first.push_back(most);
    words.least_first.push_back(least);
  }
  return words;
}

double RoadScore(const std::vector<double>& most_first,
                 const std::vector<double>& least_first) {
  CAMGLASS_CHECK(most_first.size() == least_first.size());
  CAMGLASS_CHECK(!most_first.empty());
  double sum = 0;
  for (size_t i = 0; i < most_first.size(); ++i)
    sum += (least_first[i] - most_first[i]) / 2;
  return sum / static_cast<double>(most_first.size());
}

}  // namespace camglass
