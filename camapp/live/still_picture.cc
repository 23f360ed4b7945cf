#include "camapp/live/still_picture.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "camapp/picture/fast_resizer.h"

namespace camglass {
namespace {

// A JPEG whose sides all keep these is read at a part of its size, which takes
// less time: what a pane of most windows has. A photograph of 24 megapixels
// comes at a quarter, in half the time of a half.
constexpr Extent kEnough = {1000, 1000};
constexpr const char* kStandardInput = "-";

Extent ShownSize(Extent size) {
  const size_t longest = std::max(size.h, size.w);
  if (longest <= kMostShownSide) return size;
  const auto side = [longest](size_t length) {
    return std::max<size_t>(length * kMostShownSide / longest, 1);
  };
  return {side(size.h), side(size.w)};
}

Picture Smaller(const Picture& picture, Extent size) {
  Picture smaller;
  smaller.Resize(size);
  FastResizer(picture.extent(), size, ScalesBetween(picture.extent(), size))
      .Apply(picture.rgb.data(), smaller.rgb.data());
  return smaller;
}

}  // namespace

StatusOr<StillPicture> ReadStill(const std::string& path,
                                 const DecodeOptions& options) {
  // What can be read but once is read whole, and kept.
  const bool once = path == kStandardInput;
  DecodeOptions for_display = options;
  if (!once) for_display.enough = kEnough;
  DecodeReport report;
  CAMGLASS_ASSIGN_OR_RETURN(Picture picture,
                            ReadPicture(path, for_display, &report));
  StillPicture still;
  still.size = report.full;
  still.note = report.note;
  const Extent shown = ShownSize(picture.extent());
  const bool shrinks = !(shown == picture.extent());
  if (shrinks) still.shown = Smaller(picture, shown);
  if (once && shrinks) {
    still.whole = [kept = std::make_shared<const Picture>(std::move(picture))] {
      return StatusOr<Picture>(*kept);
    };
    return still;
  }
  if (!shrinks) still.shown = std::move(picture);
  if (!(shown == still.size))
    still.whole = [path, options] { return ReadPicture(path, options); };
  return still;
}

}  // namespace camglass
