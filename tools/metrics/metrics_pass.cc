#include "tools/metrics/metrics_pass.h"

#include "engine/base/console.h"
#include "engine/base/printable_text.h"
#include "engine/base/within_memory.h"
#include "tools/audit/evaluate.h"
#include "tools/metrics/box_overlap.h"
#include "tools/metrics/confidence_drop.h"
#include "tools/metrics/draws.h"
#include "tools/metrics/energy_in_box.h"
#include "tools/metrics/occlusion.h"
#include "tools/metrics/pixel_curves.h"
#include "tools/metrics/rank_correlation.h"
#include "tools/metrics/road.h"
#include "tools/metrics/score_cam.h"

namespace camglass {
namespace {

PlacedMap RandomMap(Extent size, const std::string& draws) {
  PlacedMap map = {size, {}, std::nullopt};
  Draws values(draws);
  for (size_t i = 0; i < size.h * size.w; ++i)
    map.values.push_back(static_cast<float>(values.Uniform()));
  return map;
}

// Without a box in the picture, one that isn't in it at all is a mistake of the
// table, not something that the evaluation crop has cut off.
Status CheckBoxes(const LabelledPicture& picture, Extent size) {
  for (const LabelledBox& box : picture.boxes)
    if (box.x >= static_cast<double>(size.w) || box.x + box.w <= 0 ||
        box.y >= static_cast<double>(size.h) || box.y + box.h <= 0)
      return InvalidInput(Format(
          "its box at x %g, y %g is outside the picture, which is %zu wide and "
          "%zu high; correct the table of labels",
          box.x, box.y, size.w, size.h));
  return Status();
}

void Split(const std::vector<ClassWord>& words, std::vector<double>* scores,
           std::vector<bool>* right) {
  for (const ClassWord& word : words) {
    scores->push_back(word.score);
    right->push_back(word.first);
  }
}

}  // namespace

MetricsPass::MetricsPass(const MetricsChoice& choice, ResizeRule rule,
                         const InputTransform& transform, Explainer* explainer,
                         const SanityNetworks* sanity)
    : choice_(choice),
      neutral_(NeutralColour(transform)),
      explainer_(explainer),
      sanity_(sanity),
      resizer_({rule, ResizeQuality::kExact, explainer->info().preprocess.size,
                explainer->info().preprocess.resize}) {}

MetricsRecord MetricsPass::Judge(const LabelledPicture& picture,
                                 std::optional<size_t> model_class,
                                 const StatusOr<Picture>& pixels) {
  MetricsRecord record;
  const Status status = WithinMemory("judge this picture's maps", [&] {
    CAMGLASS_RETURN_IF_ERROR(pixels.status());
    return JudgePicture(picture, model_class, *pixels, &record);
  });
  if (!status.ok()) {
    record = MetricsRecord();
    record.label = model_class.value_or(0);
    record.error = status.message();
  }
  record.picture = EscapedText(picture.name);
  return record;
}

Status MetricsPass::JudgePicture(const LabelledPicture& picture,
                                 std::optional<size_t> model_class,
                                 const Picture& pixels, MetricsRecord* record) {
  CAMGLASS_RETURN_IF_ERROR(CheckBoxes(picture, pixels.extent()));
  CAMGLASS_RETURN_IF_ERROR(resizer_.SetFrameSize(pixels.extent()));
  resizer_.Resize(pixels, &input_);
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(input_, &explanation_));
  CAMGLASS_RETURN_IF_ERROR(CheckFinite(explanation_));
  const size_t c = model_class.value_or(explanation_.scores.top.front().index);
  record->picture = picture.name;
  record->label = c;
  record->score = static_cast<double>(explanation_.scores.values[c]);
  look_ = [this, c](const Picture& input) { return WordOf(input, c); };
  cam_ = CamOf(explainer_, explanation_.map, c);
  if (choice_.score_cam) features_ = CopyOf(explainer_->features());
  boxes_ =
      InInput(picture.boxes, resizer_.InFrame(CellGrid()), input_.extent());
  if (choice_.boxes && !boxes_.boxes.empty())
    record->box_share = BoxShare(boxes_, input_.extent());
  CAMGLASS_RETURN_IF_ERROR(JudgeMaps(picture.name, record));
  return CheckSanity(picture.label, record);
}

StatusOr<ClassWord> MetricsPass::WordOf(const Picture& input, size_t c) {
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(input, &explanation_));
  CAMGLASS_RETURN_IF_ERROR(CheckFinite(explanation_));
  const Scores& scores = explanation_.scores;
  return ClassWord{static_cast<double>(scores.values[c]),
                   static_cast<double>(scores.logits[c]),
                   scores.top.front().index == c};
}

PlacedMap MetricsPass::CamOf(Explainer* explainer, const ClassMap& seen,
                             size_t c) const {
  PlacedMap map = {seen.size, std::vector<float>(seen.values.size()),
                   seen.cells};
  MapOfClass(explainer->features(), explainer->head(), c, map.values);
  return map;
}

Status MetricsPass::JudgeMaps(const std::string& name, MetricsRecord* record) {
  PlacedMap stretched = cam_;
  stretched.cells.reset();
  if (choice_.cam && choice_.seed)
    CAMGLASS_RETURN_IF_ERROR(JudgeMap("cam", "seed", stretched, record));
  if (choice_.cam && choice_.receptive)
    CAMGLASS_RETURN_IF_ERROR(JudgeMap("cam", "receptive", cam_, record));
  if (choice_.random) {
    const std::string draws = std::to_string(choice_.random_seed) + ":" + name;
    CAMGLASS_RETURN_IF_ERROR(
        JudgeMap("random", "seed", RandomMap(cam_.size, draws), record));
  }
  if (choice_.occlusion) {
    CAMGLASS_ASSIGN_OR_RETURN(const PlacedMap map,
                              OcclusionMap(input_, neutral_, look_));
    CAMGLASS_RETURN_IF_ERROR(JudgeMap("occlusion", "own", map, record));
  }
  if (choice_.score_cam) {
    CAMGLASS_ASSIGN_OR_RETURN(const PlacedMap map,
                              ScoreCamMap(input_, features_, neutral_, look_));
    CAMGLASS_RETURN_IF_ERROR(JudgeMap("score-cam", "seed", map, record));
  }
  return Status();
}

Status MetricsPass::JudgeMap(const std::string& name, const std::string& align,
                             const PlacedMap& map, MetricsRecord* record) {
  const Heat heat = Spread(map, input_.extent());
  JudgedMap judged;
  judged.map = name;
  judged.align = align;
  if (choice_.curves) CAMGLASS_RETURN_IF_ERROR(JudgeCurves(heat, &judged));
  if (choice_.drop) {
    CAMGLASS_ASSIGN_OR_RETURN(judged.on_map,
                              ScoreOnMap(input_, heat, neutral_, look_));
  }
  if (choice_.road)
    CAMGLASS_RETURN_IF_ERROR(
        JudgeRoad(std::to_string(choice_.random_seed) + ":" + record->picture,
                  heat, &judged));
  if (record->box_share.has_value()) JudgeBoxes(heat, &judged);
  record->maps.push_back(std::move(judged));
  return Status();
}

Status MetricsPass::JudgeCurves(const Heat& heat, JudgedMap* judged) {
  CAMGLASS_ASSIGN_OR_RETURN(
      judged->deletion,
      DeletionCurve(input_, heat, neutral_, choice_.steps, look_));
  CAMGLASS_ASSIGN_OR_RETURN(judged->insertion,
                            InsertionCurve(input_, heat, choice_.steps, look_));
  return Status();
}

Status MetricsPass::JudgeRoad(const std::string& draws, const Heat& heat,
                              JudgedMap* judged) {
  CAMGLASS_ASSIGN_OR_RETURN(const RoadWords words,
                            Road(input_, heat, draws, look_));
  Split(words.most_first, &judged->most_first, &judged->most_first_right);
  Split(words.least_first, &judged->least_first, &judged->least_first_right);
  return Status();
}

void MetricsPass::JudgeBoxes(const Heat& heat, JudgedMap* judged) const {
  judged->points = PointsInto(heat, boxes_, choice_.tolerance);
  judged->energy = EnergyInBoxes(heat, boxes_);
  judged->overlaps = OverlapsAtThresholds(heat, boxes_);
}

StatusOr<std::vector<float>> MetricsPass::MapBy(Explainer* explainer,
                                                size_t c) {
  CAMGLASS_RETURN_IF_ERROR(explainer->Explain(input_, &explanation_));
  CAMGLASS_RETURN_IF_ERROR(CheckFinite(explanation_));
  return CamOf(explainer, explanation_.map, c).values;
}

Status MetricsPass::CheckSanity(size_t label, MetricsRecord* record) {
  if (sanity_ == nullptr) return Status();
  for (const auto& network : sanity_->random_weights) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::vector<float> map,
                              MapBy(network.get(), record->label));
    record->random_weights.push_back(RankCorrelation(cam_.values, map));
  }
  if (sanity_->true_labels == nullptr) return Status();
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<float> learned,
                            MapBy(sanity_->true_labels.get(), label));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<float> shuffled,
                            MapBy(sanity_->shuffled_labels.get(), label));
  record->shuffled_labels = RankCorrelation(learned, shuffled);
  return Status();
}

}  // namespace camglass
