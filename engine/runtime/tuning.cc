#include "engine/runtime/tuning.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

namespace camglass {
namespace {

struct Variable {
  const char* name;
  size_t least;
  size_t most;
};
constexpr Variable kL2Bytes = {"CAMGLASS_L2_BYTES", size_t{16} << 10,
                               size_t{64} << 20};
constexpr Variable kPanelVectors = {"CAMGLASS_PANEL_VECTORS", 1, 3};
constexpr Variable kTileRows = {"CAMGLASS_TILE_ROWS", 1, 14};

// Nothing where the variable is not set, or not to a number in its range.
std::optional<size_t> ValueOf(const Variable& variable, const char* text) {
  if (text == nullptr) return std::nullopt;
  size_t value = 0;
  const char* end = text + std::strlen(text);
  const auto [stopped, error] = std::from_chars(text, end, value);
  if (error != std::errc() || stopped != end || value < variable.least ||
      value > variable.most) {
    return std::nullopt;
  }
  return value;
}

std::optional<size_t> ValueOf(const Variable& variable) {
  return ValueOf(variable, std::getenv(variable.name));
}

size_t SystemsL2Bytes() {
  constexpr size_t kUsual = size_t{512} << 10;
  constexpr size_t kMost = size_t{4} << 20;
#ifdef _SC_LEVEL2_CACHE_SIZE
  const long bytes = ::sysconf(_SC_LEVEL2_CACHE_SIZE);
#else
  constexpr long bytes = 0;
#endif
  if (bytes <= 0) return kUsual;
  return std::clamp(static_cast<size_t>(bytes), kUsual / 2, kMost);
}

}  // namespace

const Tuning& MachineTuning() {
  static const Tuning tuning = {
      ValueOf(kL2Bytes).value_or(SystemsL2Bytes()),
      ValueOf(kPanelVectors).value_or(kPanelVectors.most),
      ValueOf(kTileRows).value_or(kTileRows.most)};
  return tuning;
}

Status CheckTuningEnvironment() {
  for (const Variable& variable : {kL2Bytes, kPanelVectors, kTileRows}) {
    const char* text = std::getenv(variable.name);
    if (text == nullptr || *text == '\0' || ValueOf(variable, text)) continue;
    return UsageError(std::string(variable.name) + "=" + text +
                      " is not a number from " +
                      std::to_string(variable.least) + " to " +
                      std::to_string(variable.most));
  }
  return Status();
}

}  // namespace camglass
