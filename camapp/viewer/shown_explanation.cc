#include "camapp/viewer/shown_explanation.h"

#include <algorithm>
#include <cstddef>

#include "camapp/viewer/shown_map.h"

namespace camglass {
namespace {

constexpr size_t kShownClasses = 3;

OverlayOptions PaintingOf(const ViewerState& state) {
  const ViewerSettings& settings = state.settings;
  OverlayOptions painting;
  painting.style = settings.style;
  painting.alpha = settings.alpha;
  painting.heat.threshold = settings.threshold;
  painting.heat.range =
      state.compared.has_value() ? MapRange::kSigned : settings.range;
  painting.heat.fixed_max = FixedMapMax(state.explainer()->head().kind);
  return painting;
}

}  // namespace

bool ShownExplanation::Take(const SharedExplanation& explanation,
                            int64_t now_ns, ViewerState* state) {
  const bool steady =
      steady_labels_ && !state->settings.frozen && !state->still;
  const Explainer* by = explanation->provenance.by.get();
  if (!steady || by != state->explainer()) labels_.Clear();
  if (by != nullptr) labels_.SetRule(by->info().scores);
  if (steady) labels_.Add(explanation->scores.logits, now_ns);
  state->explanation = explanation;
  state->map = explanation->map;
  return Rank(steady, state);
}

bool ShownExplanation::Rank(bool steady, ViewerState* state) {
  steady_ = steady;
  std::vector<RankedClass>& shown = state->shown;
  before_.swap(shown);
  if (steady) {
    labels_.Rank(kShownClasses, &shown);
  } else {
    const std::vector<RankedClass>& top = state->explanation->scores.top;
    const size_t count = std::min(top.size(), kShownClasses);
    shown.assign(top.begin(), top.begin() + static_cast<ptrdiff_t>(count));
  }
  return !std::equal(
      before_.begin(), before_.end(), shown.begin(), shown.end(),
      [](const auto& a, const auto& b) { return a.index == b.index; });
}

std::optional<RankedClass> ShownExplanation::PinnedBeside(
    const ViewerState& state) const {
  const std::optional<size_t> pinned = state.settings.pinned;
  const auto is_pinned = [&](const RankedClass& ranked) {
    return ranked.index == pinned;
  };
  const Scores& scores = state.explanation->scores;
  if (!pinned.has_value() || *pinned >= scores.values.size() ||
      std::any_of(state.shown.begin(), state.shown.end(), is_pinned))
    return std::nullopt;
  if (steady_) return labels_.Of(*pinned);
  return scores.Of(*pinned);
}

const Picture* ShownExplanation::Paint(const Picture& frame,
                                       ViewerState* state) {
  state->compared.reset();
  state->pinned.reset();
  if (!state->explanation || state->shown.empty()) return nullptr;
  const Explanation& explanation = *state->explanation;
  MapChoice choice = ChooseMap(state->settings, state->shown);
  MakeShownMap(explanation, state->explainer()->head(), &choice, &state->map);
  state->map.of = explanation.scores.Of(choice.class_index);
  state->compared = choice.compared;
  state->pinned = PinnedBeside(*state);
  return &painter_.Paint(state->map.values, state->map.size,
                         explanation.provenance.covered, frame,
                         PaintingOf(*state));
}

}  // namespace camglass
