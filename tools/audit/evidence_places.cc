#include "tools/audit/evidence_places.h"

#include <algorithm>

#include "engine/base/check.h"
#include "tools/audit/sample_test.h"

namespace camglass {
namespace {

constexpr double kDominance = 2;
constexpr size_t kAlike = 4;  // corners, and edges

Place FirstAlike(Place place) {
  return IsCorner(place) ? Place::kTopLeft : Place::kTop;
}

Place At(Place first, size_t i) {
  return static_cast<Place>(static_cast<size_t>(first) + i);
}

Place StrongestFrom(const RegionSamples& samples, Place first) {
  const auto strength = [&samples](Place place) {
    const auto i = static_cast<size_t>(place);
    return WelchT(samples.own[i], samples.others[i]);
  };
  Place best = first;
  for (size_t i = 1; i < kAlike; ++i)
    if (strength(At(first, i)) > strength(best)) best = At(first, i);
  return best;
}

}  // namespace

RegionSamples SamplesOf(std::span<const AuditRecord> records, AuditHalf half,
                        std::span<const size_t> classes, size_t c) {
  RegionSamples samples;
  for (const AuditRecord& record : records) {
    if (record.half != half || !record.seen.error.empty()) continue;
    auto& side = record.seen.label == classes[c] ? samples.own : samples.others;
    for (size_t i = 0; i < kRegions; ++i)
      side[i].push_back(static_cast<double>(record.evidence[c][i]));
  }
  return samples;
}

EvidencePlaces StrongestPlaces(const RegionSamples& samples) {
  return {StrongestFrom(samples, Place::kTopLeft),
          StrongestFrom(samples, Place::kTop)};
}

bool Dominates(const RegionSamples& samples, Place place) {
  CAMGLASS_CHECK(IsCorner(place) || IsEdge(place));
  const auto difference = [&samples](Place one) {
    const auto i = static_cast<size_t>(one);
    return MeanOf(samples.own[i]) - MeanOf(samples.others[i]);
  };
  const double own = difference(place);
  for (size_t i = 0; i < kAlike; ++i) {
    const Place other = At(FirstAlike(place), i);
    if (other != place && own < kDominance * difference(other)) return false;
  }
  return own > 0;
}

size_t PositionOf(std::span<const size_t> classes, size_t model_class) {
  const auto found = std::find(classes.begin(), classes.end(), model_class);
  CAMGLASS_CHECK(found != classes.end());
  return static_cast<size_t>(found - classes.begin());
}

}  // namespace camglass
