// The explanation that is shown: its classes in their order, and its map over
// the frame.
#ifndef CAMGLASS_CAMAPP_VIEWER_SHOWN_EXPLANATION_H_
#define CAMGLASS_CAMAPP_VIEWER_SHOWN_EXPLANATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "camapp/cam/class_map.h"
#include "camapp/cam/explain.h"
#include "camapp/live/live_frame.h"
#include "camapp/picture/picture.h"
#include "camapp/viewer/map_painter.h"
#include "camapp/viewer/steady_labels.h"
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

// Writes what it finds out into the state's explanation, map, shown, pinned and
// compared, which nobody else fills. Allocates nothing while sizes stay.
class ShownExplanation {
 public:
  // steady_labels: as ViewerOptions has it. Labels of a still or a frozen frame
  // are its own in any case.
  explicit ShownExplanation(bool steady_labels)
      : steady_labels_(steady_labels) {}

  // Takes the place of the one before. Returns whether other classes are shown,
  // or in another order.
  bool Take(const SharedExplanation& explanation, int64_t now_ns,
            ViewerState* state);

  // Paints the map that the settings choose over the frame. The picture holds
  // until the next call; null where there are no classes to choose from.
  const Picture* Paint(const Picture& frame, ViewerState* state);

 private:
  bool Rank(bool steady, ViewerState* state);
  std::optional<RankedClass> PinnedBeside(const ViewerState& state) const;

  const bool steady_labels_;
  SteadyLabels labels_;
  bool steady_ = false;              // the order that is shown is theirs
  std::vector<RankedClass> before_;  // what Rank compares with
  MapPainter painter_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SHOWN_EXPLANATION_H_
