// Judges maps of pictures, one picture after the other. Each number is the same
// for any number of threads, and whatever other pictures there are.
#ifndef CAMGLASS_TOOLS_METRICS_METRICS_PASS_H_
#define CAMGLASS_TOOLS_METRICS_METRICS_PASS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/frame_resizer.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/audit/labelled_set.h"
#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"
#include "tools/metrics/input_boxes.h"
#include "tools/metrics/metrics_record.h"
#include "tools/metrics/pointing_game.h"

namespace camglass {

struct MetricsChoice {
  bool cam = true;
  bool random = true;  // a map drawn at random: what any other should beat
  bool occlusion = false;
  bool score_cam = false;
  bool seed = true;       // cells of cam, stretched over the input, ...
  bool receptive = true;  // ... and where they look
  bool curves = true;     // insertion and deletion
  bool drop = true;
  bool road = true;
  bool boxes = true;  // for pictures that have them
  size_t steps = 32;  // of the curves
  double tolerance = kPointingTolerance;
  uint64_t random_seed = 0;
};

// The networks that sanity checks compare with; may be null or empty.
struct SanityNetworks {
  std::vector<std::unique_ptr<Explainer>> random_weights;
  std::unique_ptr<Explainer> true_labels;
  std::unique_ptr<Explainer> shuffled_labels;
};

class MetricsPass {
 public:
  // All explainers: for pictures that have been resized by `rule`
  // (RuleOfResized), at MapAlign::kReceptive, with one top class; they outlive
  // the pass. sanity: may be null.
  MetricsPass(const MetricsChoice& choice, ResizeRule rule,
              const InputTransform& transform, Explainer* explainer,
              const SanityNetworks* sanity);

  // The picture's record; of what failed, one that says why. picture.label: of
  // the set; model_class: what is asked about, none: the most likely one.
  MetricsRecord Judge(const LabelledPicture& picture,
                      std::optional<size_t> model_class,
                      const StatusOr<Picture>& pixels);

 private:
  Status JudgePicture(const LabelledPicture& picture,
                      std::optional<size_t> model_class, const Picture& pixels,
                      MetricsRecord* record);
  StatusOr<ClassWord> WordOf(const Picture& input, size_t c);
  PlacedMap CamOf(Explainer* explainer, const ClassMap& seen, size_t c) const;
  Status JudgeMaps(const std::string& name, MetricsRecord* record);
  Status JudgeMap(const std::string& name, const std::string& align,
                  const PlacedMap& map, MetricsRecord* record);
  Status JudgeCurves(const Heat& heat, JudgedMap* judged);
  Status JudgeRoad(const std::string& draws, const Heat& heat,
                   JudgedMap* judged);
  void JudgeBoxes(const Heat& heat, JudgedMap* judged) const;
  Status CheckSanity(size_t label, MetricsRecord* record);
  StatusOr<std::vector<float>> MapBy(Explainer* explainer, size_t c);

  const MetricsChoice choice_;
  const Rgb neutral_;
  Explainer* const explainer_;
  const SanityNetworks* const sanity_;
  FrameResizer resizer_;
  // Of the picture that is judged.
  Picture input_;
  PlacedMap cam_;
  Tensor features_;
  InputBoxes boxes_;
  Look look_;
  Explanation explanation_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_METRICS_PASS_H_
