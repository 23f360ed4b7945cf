#include "camapp/viewer/shown_explanation.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.h"

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
