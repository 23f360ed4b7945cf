// A small picture with maps painted over it.
#ifndef CAMGLASS_TOOLS_REPORT_THUMBNAIL_H_
#define CAMGLASS_TOOLS_REPORT_THUMBNAIL_H_

#include <cstddef>
#include <span>

#include "camapp/cam/explain.h"
#include "camapp/picture/exact_overlay.h"
#include "camapp/picture/picture.h"

namespace camglass {

// At most `side` on its longer side; smaller pictures are enlarged.
Picture SmallPicture(const Picture& picture, size_t side);

// Paints maps of one explained picture over its small one.
class Thumbnail {
 public:
  // seen: of `picture`, with MapAlign::kSeed.
  Thumbnail(const Picture& picture, const Explanation& seen, size_t side);

  const Picture& plain() const { return small_; }
  // Colours from 0 to `greatest`, so that maps can be compared.
  Picture WithMap(std::span<const float> map, float greatest);
  // Blue where it is below 0, red above.
  Picture WithDifference(std::span<const float> map);

 private:
  Picture Paint(std::span<const float> map, const OverlayOptions& options);

  Picture small_;
  ExactOverlayPainter painter_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_THUMBNAIL_H_
