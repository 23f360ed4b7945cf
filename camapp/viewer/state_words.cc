#include "camapp/viewer/state_words.h"

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>

#include "camapp/cam/class_map.h"
#include "camapp/cam/picture_report.h"
#include "camapp/live/source_words.h"
#include "camapp/picture/figure.h"
#include "camapp/viewer/command.h"

namespace camglass {
namespace {

constexpr const char* kMinus = " \xE2\x88\x92 ";

__attribute__((format(printf, 1, 2))) std::string Printed(const char* format,
                                                          ...) {
  char text[128];
  va_list values;
  va_start(values, format);
  std::vsnprintf(text, sizeof(text), format, values);
  va_end(values);
  return text;
}

bool IsShown(const ViewerState& state, size_t index) {
  if (state.compared.has_value())
    return index == state.compared->plus || index == state.compared->minus;
  return index == state.explanation.class_index;
}

void Title(const ViewerState& state, bool exact, SceneWords* words) {
  words->labels.clear();
  words->scores.clear();
  words->marked.clear();
  for (const RankedClass& ranked : state.shown) {
    words->labels.push_back(state.explainer->ClassName(ranked.index));
    words->scores.push_back(exact ? ScoreText(ranked.score)
                                  : Printed("%.2f", double{ranked.score}));
    words->marked.push_back(IsShown(state, ranked.index));
  }
}

std::string CaptionOf(const ViewerState& state) {
  if (state.explainer == nullptr)
    return state.models.empty() ? "" : "waiting for the network";
  const Explainer& explainer = *state.explainer;
  if (state.compared.has_value())
    return explainer.ClassName(state.compared->plus) + kMinus +
           explainer.ClassName(state.compared->minus) +
           Printed(" (hatched), gap %.2f", double{state.compared->logit_gap});
  std::string caption =
      "map of " + explainer.ClassName(state.explanation.class_index);
  if (state.settings.pinned.has_value()) caption += ", pinned";
  const std::string note = MapNote(state.explanation);
  return note.empty() ? caption : caption + ": " + note;
}

SceneLegend LegendOf(const ViewerState& state) {
  SceneLegend legend;
  if (state.explainer == nullptr) return legend;
  const MapFacts& facts = state.explanation.facts;
  legend.shown = true;
  legend.style = state.settings.style;
  legend.is_signed =
      state.compared.has_value() || state.settings.range == MapRange::kSigned;
  float least = facts.min;
  float greatest = facts.max;
  if (legend.is_signed) {
    greatest = std::max(std::abs(facts.min), std::abs(facts.max));
    least = -greatest;
  } else if (state.settings.range == MapRange::kFixed) {
    least = 0;
    greatest = FixedMapMax(state.explainer->head().kind);
  }
  legend.least = Printed("%.3g", double{least});
  legend.greatest = Printed("%.3g", double{greatest});
  return legend;
}

std::string SourceOf(const ViewerState& state) {
  const FrameFormat& format = state.source.format;
  // Of a file, its name without folders.
  const std::string& name = state.source.name;
  std::string text = name.substr(name.rfind('/') + 1);
  if (format.width > 0)
    text += Printed(", %zu x %zu %s", state.fields.size.w, state.fields.size.h,
                    FourccText(format.fourcc).c_str());
  return state.settings.mirror ? text + ", mirrored" : text;
}

void StatusItems(const ViewerState& state, std::vector<std::string>* items) {
  items->clear();
  if (state.settings.frozen) items->push_back("FROZEN");
  if (!state.recording.empty()) items->push_back("\xE2\x97\x8F REC");
  if (state.source.state != "streaming") items->push_back(state.source.state);
  // What only frames that keep coming have.
  const bool moving = state.source.state != "ended";
  if (moving) items->push_back(Printed("%.1f fps", state.camera_fps));
  if (state.explainer != nullptr)
    items->push_back(
        Printed("infer %.1f/%.1f ms", state.infer_ms.p50, state.infer_ms.p95));
  if (moving) {
    if (std::isfinite(state.fields.age_ms))
      items->push_back(Printed("age %.0f ms", state.fields.age_ms));
    items->push_back(Printed(
        "dropped %llu", static_cast<unsigned long long>(
                            state.fields.skipped + state.source.counts.stale)));
  }
  if (state.explainer != nullptr) {
    items->push_back(state.model);
    items->push_back("f32");
    items->push_back(Printed("map %zu x %zu", state.explanation.map_size.w,
                             state.explanation.map_size.h));
    if (state.input_scale != 1)
      items->push_back(Printed("input x %g", state.input_scale));
    items->push_back(Printed("threshold %g", double{state.settings.threshold}));
  }
  items->push_back(Printed("draw %.1f/%.1f ms",
                           state.draw_ms.p50 + state.write_ms.p50,
                           state.draw_ms.p95 + state.write_ms.p95));
}

std::vector<std::string> NoticeOf(const ViewerState& state) {
  if (!state.message.empty()) return {state.message};
  if (state.loading) return {"loading " + state.model};
  if (!state.source.notice.empty()) return state.source.notice;
  return WaitingWords(state.source);
}

}  // namespace

void StateWords(const ViewerState& state, bool exact_scores,
                SceneWords* words) {
  Title(state, exact_scores, words);
  words->source = SourceOf(state);
  words->caption = CaptionOf(state);
  words->legend = LegendOf(state);
  StatusItems(state, &words->status);
  words->notice = NoticeOf(state);
}

std::vector<SceneWords::HelpLine> HelpLines() {
  std::vector<SceneWords::HelpLine> lines;
  for (const CommandInfo& info : Commands())
    lines.push_back({info.key_name, info.help});
  return lines;
}

}  // namespace camglass
