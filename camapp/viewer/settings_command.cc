#include "camapp/viewer/settings_command.h"

#include <algorithm>
#include <iterator>

#include "camapp/viewer/shown_explanation.h"

namespace camglass {
namespace {

constexpr float kThresholds[] = {0, 0.2f, 0.5f};
constexpr double kScales[] = {0.5, 0.75, 1, 1.5, 2, 3, 4};

float NextThreshold(float threshold) {
  const auto* next =
      std::find_if(std::begin(kThresholds), std::end(kThresholds),
                   [=](float t) { return t > threshold; });
  return next == std::end(kThresholds) ? kThresholds[0] : *next;
}

OverlayStyle NextStyle(OverlayStyle style) {
  switch (style) {
    case OverlayStyle::kSeed:
      return OverlayStyle::kTurbo;
    case OverlayStyle::kTurbo:
      return OverlayStyle::kViridis;
    case OverlayStyle::kViridis:
      return OverlayStyle::kInferno;
    case OverlayStyle::kInferno:
      break;
  }
  return OverlayStyle::kSeed;
}

MapRange NextRange(MapRange range) {
  if (range == MapRange::kFrame) return MapRange::kFixed;
  return range == MapRange::kFixed ? MapRange::kSigned : MapRange::kFrame;
}

std::string ShowClass(size_t number, std::span<const RankedClass> ranked,
                      ViewerSettings* settings) {
  if (number < 1 || (!ranked.empty() && number > ranked.size()))
    return ranked.size() == 1
               ? "there is only one class"
               : "there are only " + std::to_string(ranked.size()) + " classes";
  settings->rank = number - 1;
  settings->pinned.reset();
  settings->compare = false;
  return "";
}

// As ChooseMap has it.
bool IsComparing(const ViewerSettings& settings,
                 std::span<const RankedClass> ranked) {
  return settings.compare && ranked.size() >= 2;
}

std::string Compare(std::span<const RankedClass> ranked,
                    ViewerSettings* settings) {
  if (!settings->compare && ranked.size() < 2)
    return "there is nothing to compare yet";
  settings->compare = !settings->compare;
  return "";
}

std::string Pin(std::optional<size_t> index,
                std::span<const RankedClass> ranked, const Explainer* explainer,
                ViewerSettings* settings) {
  if (explainer == nullptr || ranked.empty()) return "there is no class yet";
  if (index.has_value()) {
    if (*index >= explainer->info().classes.size())
      return "the model has no class " + std::to_string(*index);
    settings->pinned = index;
  } else if (settings->pinned.has_value()) {
    settings->pinned.reset();
    return "no class is pinned";
  } else {
    settings->pinned = ChooseMap(*settings, ranked).class_index;
  }
  return "pinned: " + explainer->ClassName(*settings->pinned);
}

// Differences and signed values have the diverging colours, whatever the style.
std::string Style(std::span<const RankedClass> ranked,
                  ViewerSettings* settings) {
  if (IsComparing(*settings, ranked))
    return "a comparison has colours of its own; c ends it";
  if (settings->range == MapRange::kSigned)
    return "the signed range has colours of its own; v changes the range";
  settings->style = NextStyle(settings->style);
  return std::string("colours: ") + NameOfStyle(settings->style);
}

std::string Range(std::span<const RankedClass> ranked,
                  ViewerSettings* settings) {
  if (IsComparing(*settings, ranked))
    return "a comparison's colour range is always signed; c ends it";
  settings->range = NextRange(settings->range);
  return std::string("colour range: ") + NameOfRange(settings->range);
}

}  // namespace

bool ChangeSettings(const Command& command, std::span<const RankedClass> ranked,
                    const Explainer* explainer, ViewerSettings* settings,
                    std::string* message) {
  switch (command.kind) {
    case CommandKind::kShowClass:
      *message = ShowClass(command.number.value_or(1), ranked, settings);
      return true;
    case CommandKind::kCompare:
      *message = Compare(ranked, settings);
      return true;
    case CommandKind::kPin:
      *message = Pin(command.number, ranked, explainer, settings);
      return true;
    case CommandKind::kThreshold:
      settings->threshold = NextThreshold(settings->threshold);
      *message =
          "threshold " + std::string(settings->threshold == 0     ? "0"
                                     : settings->threshold < 0.4f ? "0.2"
                                                                  : "0.5");
      return true;
    case CommandKind::kStyle:
      *message = Style(ranked, settings);
      return true;
    case CommandKind::kMapRange:
      *message = Range(ranked, settings);
      return true;
    case CommandKind::kMirror:
      settings->mirror = !settings->mirror;
      return true;
    case CommandKind::kHelp:
      settings->help = !settings->help;
      return true;
    case CommandKind::kFullScreen:
      settings->full_screen = !settings->full_screen;
      return true;
    default:
      return false;
  }
}

double FinerScale(double scale) {
  const auto* next = std::find_if(std::begin(kScales), std::end(kScales),
                                  [=](double s) { return s > scale; });
  return next == std::end(kScales) ? scale : *next;
}

double CoarserScale(double scale) {
  const auto next = std::find_if(std::rbegin(kScales), std::rend(kScales),
                                 [=](double s) { return s < scale; });
  return next == std::rend(kScales) ? scale : *next;
}

}  // namespace camglass
