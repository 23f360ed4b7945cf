// Which map is shown, and making it.
#ifndef CAMGLASS_CAMAPP_VIEWER_SHOWN_MAP_H_
#define CAMGLASS_CAMAPP_VIEWER_SHOWN_MAP_H_

#include <optional>
#include <span>
#include <vector>

#include "camapp/cam/class_map.h"
#include "camapp/cam/explain.h"
#include "camapp/viewer/viewer_state.h"

namespace camglass {

// What settings and ranking make of each other.
struct MapChoice {
  size_t class_index = 0;
  std::optional<ComparedClasses> compared;  // without the gap
};

// ranked: best first, at least one. A comparison is the pinned class, or else
// the first, against the second; or against the first where that is the second
// itself. With one class there is nothing to compare.
MapChoice ChooseMap(const ViewerSettings& settings,
                    std::span<const RankedClass> ranked);

// The chosen map of an explanation that has its features, but for the class
// that it is of; the comparison's gap is filled in. Allocates nothing while
// sizes stay.
void MakeShownMap(const Explanation& explanation, const ClassHead& head,
                  MapChoice* choice, ClassMap* map);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SHOWN_MAP_H_
