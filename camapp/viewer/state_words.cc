#include "camapp/viewer/state_words.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>

#include "camapp/cam/class_map.h"
#include "camapp/cam/picture_report.h"
#include "camapp/cam/plan_flags.h"
#include "camapp/live/source_report.h"
#include "camapp/picture/figure.h"
#include "camapp/viewer/command.h"

namespace camglass {
namespace {

// Less can't be told from 0 by people, who read no exponents.
constexpr double kLeastScore = 0.0001;
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
  return index == state.map.of.index;
}

// Three digits, without exponents as far as that can be read.
std::string MapValueText(float value) {
  const double size = std::abs(double{value});
  if (size >= 1e6 || (size > 0 && size < 1e-6))
    return Printed("%.0e", double{value});
  if (size >= 1000) return Printed("%.0f", double{value});
  if (size == 0 || size >= 0.001) return Printed("%.3g", double{value});
  const int zeros = static_cast<int>(-std::floor(std::log10(size)));
  return Printed("%.*f", zeros + 1, double{value});
}

void AddClass(const ViewerState& state, const RankedClass& ranked, bool exact,
              SceneWords* words) {
  words->labels.push_back(state.explainer()->ClassName(ranked.index));
  words->scores.push_back(ScoreWords(ranked.score, exact));
  words->marked.push_back(IsShown(state, ranked.index));
}

void Title(const ViewerState& state, bool exact, SceneWords* words) {
  words->labels.clear();
  words->scores.clear();
  words->marked.clear();
  for (const RankedClass& ranked : state.shown)
    AddClass(state, ranked, exact, words);
  if (state.pinned.has_value()) AddClass(state, *state.pinned, exact, words);
}

Phrase CaptionOf(const ViewerState& state) {
  if (state.explainer() == nullptr)
    return {{state.models.empty() ? "" : "waiting for the network"}};
  const Explainer& explainer = *state.explainer();
  if (state.compared.has_value())
    return {
        {explainer.ClassName(state.compared->plus), true},
        {kMinus},
        {explainer.ClassName(state.compared->minus), true},
        {Printed(" (hatched), gap %.2f", double{state.compared->logit_gap})}};
  std::string rest = state.settings.pinned.has_value() ? ", pinned" : "";
  const std::string note = MapNote(state.map);
  if (!note.empty()) rest += ": " + note;
  const std::string scores =
      ScoreNote(explainer.info().scores, explainer.info().classes.size());
  if (!scores.empty()) rest += "; " + scores;
  return {{"map of "}, {explainer.ClassName(state.map.of.index), true}, {rest}};
}

SceneLegend LegendOf(const ViewerState& state) {
  SceneLegend legend;
  if (state.explainer() == nullptr) return legend;
  const MapFacts& facts = state.map.facts;
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
    greatest = FixedMapMax(state.explainer()->head().kind);
  }
  legend.least = MapValueText(least);
  legend.greatest = MapValueText(greatest);
  return legend;
}

// Cameras' formats are called as in --format; nobody needs to know what a
// picture becomes inside.
std::string FormatText(uint32_t fourcc) {
  switch (fourcc) {
    case V4L2_PIX_FMT_RGB24:
      return "";
    case V4L2_PIX_FMT_GREY:
      return " grey";
    case V4L2_PIX_FMT_MJPEG:
    case V4L2_PIX_FMT_JPEG:
      return " JPEG";
    default:
      return " " + FourccText(fourcc);
  }
}

Phrase SourceOf(const ViewerState& state) {
  const FrameFormat& format = state.source.format;
  // Of a file, its name without folders.
  const std::string& name = state.source.name;
  Phrase source = {{name.substr(name.rfind('/') + 1), true}};
  // A still may be larger than what is shown of it.
  const Extent size =
      state.still ? Extent{format.height, format.width} : state.fields.size;
  if (format.width > 0)
    source.push_back(
        {Printed(", %zu x %zu", size.w, size.h) + FormatText(format.fourcc)});
  if (state.settings.mirror) source.push_back({", mirrored"});
  return source;
}

// As a person would say it; empty where there is nothing to say.
std::string StateText(const SourceState& source) {
  if (source.state == "streaming") return "";
  if (source.state == "still")
    return source.pictures < 2
               ? ""
               : Printed("picture %zu of %zu", source.picture, source.pictures);
  if (source.state == "ended") return "the end: last frame";
  if (source.state == "stalled") return "no frames";
  if (source.state == "retrying") return "trying again";
  if (source.state == "absent") return "unplugged";
  if (source.state == "damaged") return "damaged frames";
  return source.state;
}

void AddTimes(const ViewerState& state, std::vector<std::string>* items) {
  items->push_back(Printed("%.1f fps", state.camera_fps));
  if (state.explainer() != nullptr)
    items->push_back(
        Printed("infer %.1f/%.1f ms", state.infer_ms.p50, state.infer_ms.p95));
  if (std::isfinite(state.fields.age_ms))
    items->push_back(Printed("age %.0f ms", state.fields.age_ms));
  items->push_back(Printed(
      "dropped %llu", static_cast<unsigned long long>(
                          state.fields.skipped + state.source.counts.stale)));
}

void AddNetwork(const ViewerState& state, std::vector<std::string>* items) {
  items->push_back(state.model);
  items->push_back(PrecisionName(state.explainer()->precision()));
  items->push_back(
      Printed("map %zu x %zu", state.map.size.w, state.map.size.h));
  if (state.input_scale != 1)
    items->push_back(Printed("input x %g", state.input_scale));
  items->push_back(Printed("threshold %g", double{state.settings.threshold}));
}

void StatusItems(const ViewerState& state, std::vector<std::string>* items) {
  items->clear();
  if (state.settings.frozen) items->push_back("FROZEN");
  if (!state.recording.empty()) items->push_back("\xE2\x97\x8F REC");
  const std::string now = StateText(state.source);
  if (!now.empty()) items->push_back(now);
  // What only frames that keep coming have.
  const bool rests = state.still || state.source.state == "ended";
  if (!rests)
    AddTimes(state, items);
  else if (state.explainer() != nullptr)
    items->push_back(Printed("infer %.1f ms", state.infer_ms.p50));
  if (state.explainer() != nullptr) AddNetwork(state, items);
  if (!rests)
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

std::string ScoreWords(float score, bool exact) {
  if (std::isnan(score)) return ScoreText(score);
  if (score > 0 && score < kLeastScore) return Printed("<%g", kLeastScore);
  if (exact || score == 0) return ScoreText(score);
  // Below, %.2f would have one digit, in which classes look alike.
  return Printed(score < 0.0995f ? "%.2g" : "%.2f", double{score});
}

void StateWords(const ViewerState& state, SceneWords* words) {
  Title(state, state.exact_scores, words);
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
  lines.push_back({"click", "on a class: its map"});
  lines.push_back({"wheel", "finer or coarser map"});
  lines.push_back({"drop", "pictures or a folder on the window: look at them"});
  return lines;
}

}  // namespace camglass
