#include "camapp/viewer/shown_explanation.h"

#include <algorithm>
#include <cstddef>

#include "camapp/live/live_frame.h"
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
  painting.heat.fixed_max = FixedMapMax(state.explainer->head().kind);
  return painting;
}

}  // namespace

bool ShownExplanation::Take(const Explanation& explanation, int64_t now_ns,
                            ViewerState* state) {
  const bool steady =
      steady_labels_ && !state->settings.frozen && !state->still;
  if (!steady || explanation.by != state->explainer) labels_.Clear();
  if (explanation.by != nullptr) labels_.SetRule(explanation.by->info().scores);
  if (steady) labels_.Add(explanation.logits, now_ns);
  CopyShown(explanation, &explanation_);
  CopyFacts(explanation, &state->explanation);
  state->explainer = explanation.by;
  return Rank(steady, state);
}

bool ShownExplanation::Rank(bool steady, ViewerState* state) {
  steady_ = steady;
  std::vector<RankedClass>& shown = state->shown;
  before_.swap(shown);
  if (steady) {
    labels_.Rank(kShownClasses, &shown);
  } else {
    const size_t count = std::min(explanation_.top.size(), kShownClasses);
    shown.assign(explanation_.top.begin(),
                 explanation_.top.begin() + static_cast<ptrdiff_t>(count));
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
  if (!pinned.has_value() || *pinned >= explanation_.scores.size() ||
      std::any_of(state.shown.begin(), state.shown.end(), is_pinned))
    return std::nullopt;
  if (steady_) return labels_.Of(*pinned);
  return RankedOf(*pinned);
}

RankedClass ShownExplanation::RankedOf(size_t index) const {
  return {index, explanation_.scores[index], explanation_.logits[index]};
}

const Picture* ShownExplanation::Paint(const Picture& frame,
                                       ViewerState* state) {
  state->compared.reset();
  state->pinned.reset();
  if (state->explainer == nullptr || state->shown.empty()) return nullptr;
  MapChoice choice = ChooseMap(state->settings, state->shown);
  MakeShownMap(explanation_, state->explainer->head(), &choice, &map_,
               &state->explanation.facts);
  state->explanation.mapped = RankedOf(choice.class_index);
  state->compared = choice.compared;
  state->pinned = PinnedBeside(*state);
  return &painter_.Paint(map_, explanation_.map_size, explanation_.covered,
                         frame, PaintingOf(*state));
}

}  // namespace camglass
