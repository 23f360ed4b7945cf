#include "camapp/viewer/shown_map.h"

#include <algorithm>

#include "engine/base/check.h"

namespace camglass {

MapChoice ChooseMap(const ViewerSettings& settings,
                    std::span<const RankedClass> ranked) {
  CAMGLASS_CHECK(!ranked.empty());
  MapChoice choice;
  const size_t rank = std::min(settings.rank, ranked.size() - 1);
  choice.class_index = settings.pinned.value_or(ranked[rank].index);
  if (!settings.compare || ranked.size() < 2) return choice;
  const size_t plus = settings.pinned.value_or(ranked[0].index);
  const size_t minus =
      ranked[1].index == plus ? ranked[0].index : ranked[1].index;
  choice.class_index = plus;
  choice.compared = {plus, minus, 0};
  return choice;
}

void MakeShownMap(const Explanation& explanation, const ClassHead& head,
                  MapChoice* choice, ClassMap* map) {
  const Extent size = explanation.map.size;
  const size_t channels = head.channels;
  CAMGLASS_CHECK(explanation.features.size() == size.h * size.w * channels);
  // A view can be written through; this one is only read.
  const TensorView features = {const_cast<float*>(explanation.features.data()),
                               size.h,
                               size.w,
                               channels,
                               size.w * channels,
                               channels};
  map->size = size;
  map->values.resize(size.h * size.w);
  MapOfClass(features, head, choice->class_index, map->values);
  if (choice->compared.has_value()) {
    thread_local std::vector<float> other;
    other.resize(map->values.size());
    MapOfClass(features, head, choice->compared->minus, other);
    for (size_t i = 0; i < other.size(); ++i) map->values[i] -= other[i];
    choice->compared->logit_gap =
        explanation.scores.logits[choice->compared->plus] -
        explanation.scores.logits[choice->compared->minus];
  }
  map->facts = FactsOf(map->values);
}

}  // namespace camglass
