// What a network says of a frame: which classes, and where it sees one of them.
#ifndef CAMGLASS_CAMAPP_CAM_EXPLANATION_H_
#define CAMGLASS_CAMAPP_CAM_EXPLANATION_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "camapp/cam/class_map.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/graph/cell_grid.h"
#include "engine/tensor.h"

namespace camglass {

class Explainer;

struct RankedClass {
  size_t index = 0;
  float score = 0;
  float logit = 0;
};

// How likely the network finds its classes.
struct Scores {
  std::vector<float> logits;     // [classes]
  std::vector<float> values;     // [classes], by the model's ScoreRule
  std::vector<RankedClass> top;  // the most likely ones, best first
  size_t non_finite = 0;         // NaN and infinite values, features' too

  RankedClass Of(size_t index) const {
    return {index, values[index], logits[index]};
  }
};

// Where the network sees a class.
struct ClassMap {
  RankedClass of;
  std::optional<RankedClass> against;  // whose map was taken away from it
  Extent size;
  std::vector<float> values;  // [size.h][size.w]
  MapFacts facts;             // of the values
  // Where the cells lie in the frame; none: stretched over what is covered.
  std::optional<CellGrid> cells;
};

// Milliseconds of each stage; the caller of Explain adds its own.
struct StageTimes {
  double decode = 0;
  double resize = 0;
  double infer = 0;
  double cam = 0;
  double draw = 0;
  double total = 0;
};

// Whose word it is, and what on.
struct Provenance {
  // Where there may be several; else null.
  std::shared_ptr<const Explainer> by;
  Extent frame;         // of what was explained, ...
  PixelRegion covered;  // ... of which the network was shown this part, ...
  Extent input;         // ... in this size
  StageTimes ms;
};

struct Explanation {
  Scores scores;
  ClassMap map;
  // Of [map.size.h][map.size.w][classes or channels of the head]; empty where
  // they weren't asked for.
  std::vector<float> features;
  Provenance provenance;
};

// What is told to people: the top classes, and after them the ones that the map
// is of, where somebody asked for one that isn't among them.
std::vector<RankedClass> ListedClasses(const std::vector<RankedClass>& top,
                                       const ClassMap& map);
std::vector<RankedClass> ListedClasses(const Explanation& explanation);

// Whatever can say of a frame what a network sees in it. Used by one thread.
class FrameExplainer {
 public:
  virtual ~FrameExplainer() = default;
  // Into *out, whose memory is reused. An error ends a live run.
  virtual Status Explain(const Picture& frame, Explanation* out) = 0;
  // Whether it would explain the last frame in another way now.
  virtual bool HasNews() const { return false; }
  // Whether it would say of any frame what it has said last.
  virtual bool Repeats() const { return false; }
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_EXPLANATION_H_
