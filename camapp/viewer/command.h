// What a person can ask of the live view: the one table that keys, the page's
// buttons and the help are made from.
#ifndef CAMGLASS_CAMAPP_VIEWER_COMMAND_H_
#define CAMGLASS_CAMAPP_VIEWER_COMMAND_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "engine/base/status.h"

namespace camglass {

enum class CommandKind {
  kShowClass,  // number: which of the top classes, from 1
  kCompare,
  kPin,  // number: whose map; without one the class that is shown, or none
  kFreeze,
  kSnapshot,
  kNextModel,
  kPreviousModel,
  kFiner,
  kCoarser,
  kThreshold,
  kStyle,
  kMapRange,
  kMirror,
  kRecord,
  kNextPicture,
  kPreviousPicture,
  kFullScreen,
  kHelp,
  kBack,
  kQuit,
};

struct Command {
  CommandKind kind = CommandKind::kHelp;
  std::optional<size_t> number;

  bool operator==(const Command&) const = default;
};

struct CommandInfo {
  CommandKind kind;
  const char* name;  // "show-class": what a script says
  // The characters that mean it; of several the first has number 1, and so on.
  const char* keys;
  const char* key_name;  // for people: "1 2 3", "space"
  const char* help;      // what it does, for people
  bool window_only;      // a page has none, or its own
};

// In the order in which people read them.
std::span<const CommandInfo> Commands();
const CommandInfo& InfoOf(CommandKind kind);

std::optional<Command> CommandOfKey(char key);

// Fails with kUsage where there is no such command, or it takes no such number.
StatusOr<Command> ParseCommand(std::string_view name,
                               std::optional<size_t> number);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_COMMAND_H_
