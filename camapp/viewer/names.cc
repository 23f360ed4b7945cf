#include "camapp/viewer/names.h"

#include "engine/base/check.h"

namespace camglass {

const char* NameOfStyle(OverlayStyle style) {
  switch (style) {
    case OverlayStyle::kSeed:
      return "seed";
    case OverlayStyle::kTurbo:
      return "turbo";
    case OverlayStyle::kViridis:
      return "viridis";
    case OverlayStyle::kInferno:
      return "inferno";
  }
  CAMGLASS_CHECK(false);
}

const char* NameOfRange(MapRange range) {
  switch (range) {
    case MapRange::kFrame:
      return "frame";
    case MapRange::kFixed:
      return "fixed";
    case MapRange::kSigned:
      return "signed";
  }
  CAMGLASS_CHECK(false);
}

}  // namespace camglass
