#include "camapp/cam/explain.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "camapp/cam/scores.h"
#include "camapp/picture/limits.h"
#include "engine/base/check.h"
#include "engine/base/stopwatch.h"
#include "engine/base/within_memory.h"
#include "weights/class_names/find_class.h"

namespace camglass {
namespace {

// A side of the model's, scaled; beyond the limit any excess is the same.
size_t ScaledSide(size_t side, double scale) {
  const double scaled = std::round(static_cast<double>(side) * scale);
  const auto most = static_cast<double>(limits::kMaxInputPixels) + 1;
  return static_cast<size_t>(std::clamp(scaled, 0.0, most));
}

ResizePlan PlanOf(const Preprocess& preprocess, const ExplainOptions& options) {
  return {options.rule, options.quality,
          ScaledSide(preprocess.size, options.input_scale),
          ScaledSide(preprocess.resize, options.input_scale)};
}

StatusOr<std::optional<size_t>> ClassNamed(
    const std::vector<std::string>& classes, const std::string& query) {
  if (query.empty()) return std::optional<size_t>();
  CAMGLASS_ASSIGN_OR_RETURN(const size_t index, FindClass(classes, query));
  return std::optional<size_t>(index);
}

Status CheckPair(const std::vector<std::string>& classes,
                 std::optional<size_t> wanted, size_t against) {
  if (classes.size() < 2)
    return UsageError("--against needs a second class; the model has one");
  if (wanted == against)
    return UsageError("--class and --against both name " + classes[against] +
                      "; a map less itself is nothing");
  return Status();
}

// A kept [1][1][c] value.
void CopyVector(const TensorView& view, std::vector<float>* out) {
  out->assign(view.data, view.data + view.c);
}

}  // namespace

std::vector<RankedClass> ListedClasses(const std::vector<RankedClass>& top,
                                       const ClassMap& map) {
  std::vector<RankedClass> classes = top;
  const auto list = [&classes](const RankedClass& asked) {
    const auto same = [&asked](const RankedClass& one) {
      return one.index == asked.index;
    };
    if (std::none_of(classes.begin(), classes.end(), same))
      classes.push_back(asked);
  };
  list(map.of);
  if (map.against.has_value()) list(*map.against);
  return classes;
}

std::vector<RankedClass> ListedClasses(const Explanation& explanation) {
  return ListedClasses(explanation.scores.top, explanation.map);
}

ResizeRule DefaultResizeRule(const ModelInfo& info) {
  return info.training.has_value()
             ? ResizeRules().at(info.training->resize_rule)
             : ResizeRule::kShort;
}

StatusOr<std::unique_ptr<Explainer>> Explainer::Create(
    LoadedModel model, const ExplainOptions& options) {
  if (ScaledSide(model.info.preprocess.size, options.input_scale) == 0)
    return UsageError("--input-scale leaves no pixel; give a larger one");
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::optional<size_t> wanted,
      ClassNamed(model.info.classes, options.class_query));
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::optional<size_t> against,
      ClassNamed(model.info.classes, options.against_query));
  if (against.has_value())
    CAMGLASS_RETURN_IF_ERROR(CheckPair(model.info.classes, wanted, *against));
  Graph graph = model.net.graph;  // the head is still read from the model's
  CAMGLASS_ASSIGN_OR_RETURN(std::unique_ptr<Session> session,
                            Session::Create(std::move(graph), options.session));
  return std::unique_ptr<Explainer>(new Explainer(
      std::move(model), options, std::move(session), wanted, against));
}

Explainer::Explainer(LoadedModel model, const ExplainOptions& options,
                     std::unique_ptr<Session> session,
                     std::optional<size_t> wanted,
                     std::optional<size_t> against)
    : options_(options),
      info_(std::move(model.info)),
      head_(HeadOf(model.net)),
      features_id_(model.net.features),
      logits_id_(model.net.logits),
      scores_id_(model.net.scores),
      session_(std::move(session)),
      resizer_(PlanOf(info_.preprocess, options)),
      input_(model.transform),
      wanted_class_(wanted),
      against_class_(against),
      average_(options.average) {}

Status Explainer::Prepare(Extent frame) {
  return WithinMemory("prepare for pictures of this size", [&]() -> Status {
    CAMGLASS_RETURN_IF_ERROR(resizer_.SetFrameSize(frame));
    return session_->Prepare(resizer_.input()).status();
  });
}

Status Explainer::SetInputScale(double scale) {
  if (ScaledSide(info_.preprocess.size, scale) == 0)
    return UsageError("an input scale of " + std::to_string(scale) +
                      " leaves no pixel");
  options_.input_scale = scale;
  resizer_ = FrameResizer(PlanOf(info_.preprocess, options_));
  return Status();
}

const std::string& Explainer::ClassName(size_t index) const {
  CAMGLASS_CHECK(index < info_.classes.size());
  return info_.classes[index];
}

Status Explainer::Explain(const Picture& frame, Explanation* out) {
  return WithinMemory("explain this picture",
                      [&] { return ExplainFrame(frame, out); });
}

Status Explainer::ExplainFrame(const Picture& frame, Explanation* out) {
  Stopwatch total;
  Stopwatch stage;
  Provenance& provenance = out->provenance;
  CAMGLASS_RETURN_IF_ERROR(resizer_.SetFrameSize(frame.extent()));
  resizer_.Resize(frame, &resized_);
  provenance.frame = frame.extent();
  provenance.covered = resizer_.covered();
  provenance.input = resized_.extent();
  provenance.ms.resize = stage.Lap();
  CAMGLASS_RETURN_IF_ERROR(options_.average.any() ? InferViews(&out->scores)
                                                  : Infer(&out->scores));
  CAMGLASS_RETURN_IF_ERROR(FindCells(&out->map));
  provenance.ms.infer = stage.Lap();
  Rank(&out->scores);
  MakeMap(out->scores, &out->map);
  if (options_.keep_features) KeepFeatures(&out->features);
  provenance.ms.cam = stage.Lap();
  provenance.ms.total = total.Lap();
  return Status();
}

Status Explainer::Infer(Scores* scores) {
  CAMGLASS_ASSIGN_OR_RETURN(Plan * plan, session_->Prepare(resizer_.input()));
  input_.Fill(resized_, plan->input());
  session_->Run(*plan);
  features_ = plan->View(features_id_);
  const TensorView logits = plan->View(logits_id_);
  CopyVector(logits, &scores->logits);
  CopyVector(plan->View(scores_id_), &scores->values);
  if (info_.scores == ScoreRule::kSigmoid)
    SigmoidScores(scores->logits, scores->values);
  scores->non_finite = CountNonFinite(features_) + CountNonFinite(logits);
  return Status();
}

Status Explainer::InferViews(Scores* scores) {
  CAMGLASS_ASSIGN_OR_RETURN(Plan * plan, session_->Prepare(resizer_.input()));
  CAMGLASS_ASSIGN_OR_RETURN(
      const CellGrid cells,
      ReceptiveCells(session_->graph(), features_id_, resizer_.input()));
  const TensorView features = plan->View(features_id_);
  average_.Start({features.h, features.w}, features.c, head_.classes);
  for (const InputView& view : ViewsOf(options_.average, cells)) {
    MakeView(resized_, view, &view_);
    input_.Fill(view_, plan->input());
    session_->Run(*plan);
    average_.Add(view, plan->View(features_id_), plan->View(logits_id_));
  }
  features_ = average_.Features();
  average_.Logits(&scores->logits);
  scores->values.resize(scores->logits.size());
  if (info_.scores == ScoreRule::kSigmoid)
    SigmoidScores(scores->logits, scores->values);
  else
    SoftmaxScores(scores->logits, scores->values);
  const size_t classes = scores->logits.size();
  scores->non_finite =
      CountNonFinite(features_) +
      CountNonFinite({scores->logits.data(), 1, 1, classes, classes, classes});
  return Status();
}

Status Explainer::FindCells(ClassMap* map) {
  map->cells.reset();
  if (options_.align == MapAlign::kSeed) return Status();
  CAMGLASS_ASSIGN_OR_RETURN(
      CellGrid cells,
      ReceptiveCells(session_->graph(), features_id_, resizer_.input()));
  const size_t times = options_.average.shift ? 2 : 1;
  cells = AveragedCells(options_.average, cells,
                        {features_.h / times, features_.w / times},
                        resizer_.input());
  map->cells = resizer_.InFrame(cells);
  return Status();
}

// By logits: scores that single precision can't tell apart still have an order.
void Explainer::Rank(Scores* scores) {
  // Two at least: the first may be the one to compare with.
  TopClasses(scores->logits, std::max<size_t>(options_.top, 2), &ranking_);
  scores->top.clear();
  for (size_t index : ranking_)
    if (scores->top.size() < options_.top)
      scores->top.push_back(scores->Of(index));
}

void Explainer::MakeMap(const Scores& scores, ClassMap* map) {
  const bool first_is_against = against_class_ == ranking_.front();
  map->of =
      scores.Of(wanted_class_.value_or(ranking_[first_is_against ? 1 : 0]));
  map->against.reset();
  if (against_class_.has_value()) map->against = scores.Of(*against_class_);
  map->size = {features_.h, features_.w};
  map->values.resize(features_.h * features_.w);
  MapOfClass(features_, head_, map->of.index, map->values);
  if (map->against.has_value()) {
    against_map_.resize(map->values.size());
    MapOfClass(features_, head_, map->against->index, against_map_);
    for (size_t i = 0; i < against_map_.size(); ++i)
      map->values[i] -= against_map_[i];
  }
  map->facts = FactsOf(map->values);
}

// Row by row: a plan's rows may have gaps.
void Explainer::KeepFeatures(std::vector<float>* features) const {
  features->resize(features_.h * features_.w * features_.c);
  float* to = features->data();
  for (size_t y = 0; y < features_.h; ++y)
    for (size_t x = 0; x < features_.w; ++x, to += features_.c)
      std::copy_n(features_.Pixel(y, x), features_.c, to);
}

}  // namespace camglass
