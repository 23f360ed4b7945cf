#include "camapp/viewer/command.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "engine/base/check.h"

namespace camglass {
namespace {

using Kind = CommandKind;

constexpr CommandInfo kCommands[] = {
    {Kind::kShowClass, "show-class", "123", "1 2 3",
     "map of the first, second or third class", false},
    {Kind::kCompare, "compare", "c", "c",
     "compare: pinned or first class against the second", false},
    {Kind::kPin, "pin", "p", "p", "pin the class that is shown, or let it go",
     false},
    {Kind::kFreeze, "freeze", " ", "space", "freeze the picture", false},
    {Kind::kSnapshot, "snapshot", "s", "s",
     "snapshot: frame, overlay, figure, map, numbers", false},
    {Kind::kRecord, "record", "r", "r", "record what the camera gives", false},
    {Kind::kNextPicture, "next-picture", ".>", "\xE2\x86\x92 .",
     "next picture of the folder", false},
    {Kind::kPreviousPicture, "previous-picture", ",<", "\xE2\x86\x90 ,",
     "previous picture", false},
    {Kind::kNextModel, "next-model", "n", "n", "next network", false},
    {Kind::kPreviousModel, "previous-model", "N", "N", "previous network",
     false},
    {Kind::kFiner, "finer", "+=", "+", "finer map: larger input, slower",
     false},
    {Kind::kCoarser, "coarser", "-_", "-", "coarser map: smaller input, faster",
     false},
    {Kind::kThreshold, "threshold", "t", "t",
     "threshold of the colours: 0, 0.2, 0.5", false},
    {Kind::kStyle, "style", "o", "o", "colours: seed, turbo, viridis, inferno",
     false},
    {Kind::kMapRange, "map-range", "v", "v",
     "colour range: each frame's own, fixed, signed", false},
    {Kind::kMirror, "mirror", "m", "m", "mirror the display", false},
    {Kind::kFullScreen, "full-screen", "f", "f", "full screen", true},
    {Kind::kHelp, "help", "h?", "h", "these lines", true},
    {Kind::kBack, "back", "", "Esc",
     "leave this help, full screen or a dropped picture; or end", true},
    {Kind::kQuit, "quit", "q", "q", "end", false},
};

bool TakesNumber(Kind kind) {
  return kind == Kind::kShowClass || kind == Kind::kPin;
}

constexpr size_t kMostRanks = 3;

}  // namespace

std::span<const CommandInfo> Commands() { return kCommands; }

const CommandInfo& InfoOf(CommandKind kind) {
  const auto* found =
      std::find_if(std::begin(kCommands), std::end(kCommands),
                   [kind](const auto& info) { return info.kind == kind; });
  CAMGLASS_CHECK(found != std::end(kCommands));
  return *found;
}

std::optional<Command> CommandOfKey(char key) {
  if (key == '\0') return std::nullopt;
  for (const CommandInfo& info : kCommands) {
    const char* at = std::strchr(info.keys, key);
    if (at == nullptr) continue;
    Command command{info.kind, std::nullopt};
    if (info.kind == Kind::kShowClass)
      command.number = static_cast<size_t>(at - info.keys) + 1;
    return command;
  }
  return std::nullopt;
}

StatusOr<Command> ParseCommand(std::string_view name,
                               std::optional<size_t> number) {
  for (const CommandInfo& info : kCommands) {
    if (name != info.name) continue;
    if (number.has_value() && !TakesNumber(info.kind))
      return UsageError(std::string(name) + " takes no number");
    const bool bad_rank =
        info.kind == Kind::kShowClass &&
        (!number.has_value() || *number < 1 || *number > kMostRanks);
    if (bad_rank) return UsageError("show-class takes a number from 1 to 3");
    return Command{info.kind, number};
  }
  return UsageError("there is no command of that name");
}

}  // namespace camglass
