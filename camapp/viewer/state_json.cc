#include <nlohmann/json.hpp>

#include "camapp/cam/explanation_json.h"
#include "camapp/viewer/state_words.h"
#include "camapp/viewer/viewer_state.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

std::string NameOf(const ViewerState& state, size_t index) {
  return state.explainer() == nullptr ? ""
                                      : state.explainer()->ClassName(index);
}

Json ClassOf(const ViewerState& state, const RankedClass& ranked) {
  return {{"index", ranked.index},
          {"name", NameOf(state, ranked.index)},
          {"score", ranked.score},
          {"score_text", ScoreWords(ranked.score, state.exact_scores)}};
}

Json ShownOf(const ViewerState& state) {
  Json shown = Json::array();
  for (const RankedClass& ranked : state.shown)
    shown.push_back(ClassOf(state, ranked));
  return shown;
}

Json ComparedOf(const ViewerState& state) {
  if (!state.compared.has_value()) return nullptr;
  return {{"plus", state.compared->plus},
          {"minus", state.compared->minus},
          {"logit_gap", state.compared->logit_gap}};
}

// Whether or not it is among those shown.
Json PinnedScoreOf(const ViewerState& state) {
  if (state.pinned.has_value()) return state.pinned->score;
  for (const RankedClass& ranked : state.shown)
    if (ranked.index == state.settings.pinned) return ranked.score;
  return nullptr;
}

Json SpreadOf(const Spread& spread) {
  return {{"p50", spread.p50}, {"p95", spread.p95}};
}

Json ViewOf(const ViewerState& state) {
  const ViewerSettings& settings = state.settings;
  Json pinned = nullptr;
  if (settings.pinned.has_value()) pinned = *settings.pinned;
  return {{"commands", state.commands},
          {"rank", settings.rank + 1},
          {"pinned", pinned},
          {"compare", settings.compare},
          {"compared", ComparedOf(state)},
          {"frozen", settings.frozen},
          {"mirror", settings.mirror},
          {"help", settings.help},
          {"full_screen", settings.full_screen},
          {"style", NameOfStyle(settings.style)},
          {"map_range", NameOfRange(settings.range)},
          {"threshold", settings.threshold},
          {"input_scale", state.input_scale},
          {"models", state.models},
          {"loading", state.loading},
          {"recording", state.recording},
          {"recording_error", state.recording_error},
          {"snapshots", state.snapshots},
          {"last_snapshot", state.last_snapshot},
          {"message", state.message},
          {"shown", ShownOf(state)},
          {"beside", state.pinned ? ClassOf(state, *state.pinned) : Json()},
          {"pinned_score", PinnedScoreOf(state)},
          {"picture", state.source.picture},
          {"pictures", state.source.pictures},
          {"camera_fps", state.camera_fps},
          {"infer_ms", SpreadOf(state.infer_ms)},
          {"draw_ms", SpreadOf(state.draw_ms)},
          {"write_ms", SpreadOf(state.write_ms)}};
}

}  // namespace

std::string StateJson(const ViewerState& state) {
  Json json =
      LiveJsonObject(state.explainer(), state.explanation.get(), &state.map,
                     state.model, state.fields, state.source);
  json["view"] = ViewOf(state);
  return ToLine(json);
}

}  // namespace camglass
