// Where in a picture something lies, as far as an audit tells.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_PLACE_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_PLACE_H_

#include <array>
#include <cstddef>
#include <string_view>

namespace camglass {

// The first nine are the regions whose evidence is summed, in that order.
enum class Place {
  kTopLeft,
  kTopRight,
  kBottomLeft,
  kBottomRight,
  kTop,
  kBottom,
  kLeft,
  kRight,
  kAround,
  kWhole,
};
inline constexpr size_t kRegions = 9;

inline constexpr std::array<std::string_view, kRegions + 1> kPlaceNames = {
    "top-left", "top-right", "bottom-left", "bottom-right", "top",
    "bottom",   "left",      "right",       "around",       "whole"};

constexpr std::string_view NameOf(Place place) {
  return kPlaceNames[static_cast<size_t>(place)];
}

constexpr bool IsCorner(Place place) { return place <= Place::kBottomRight; }
constexpr bool IsEdge(Place place) {
  return place >= Place::kTop && place <= Place::kRight;
}

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_PLACE_H_
