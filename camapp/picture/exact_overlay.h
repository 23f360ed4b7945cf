// Overlays as the example's CAMshow paints them, byte for byte.
// FastOverlayPainter (fast_overlay.h) is its twin for live video.
#ifndef CAMGLASS_CAMAPP_PICTURE_EXACT_OVERLAY_H_
#define CAMGLASS_CAMAPP_PICTURE_EXACT_OVERLAY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "camapp/picture/exact_resizer.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/graph/cell_grid.h"
#include "engine/tensor.h"

namespace camglass {

// 0.2989 R + 0.5870 G + 0.1140 B, rounded: MATLAB's rgb2gray.
uint8_t Grey(const uint8_t* rgb);

// From a map's cells to the pixels of the part of a picture that the network
// saw: stretched over it, or, with the places of the cells in the picture, each
// drawn at its own. One channel.
ExactResizer<float> MapEnlargement(Extent map, const PixelRegion& covered,
                                   const std::optional<CellGrid>& cells);

class ExactOverlayPainter {
 public:
  ExactOverlayPainter() = default;
  // `covered` is the part of the picture that the network saw; the map is
  // stretched over it (bicubic, in single precision). With `cells`, the
  // places of the map's cells in the picture, each is drawn at its own.
  ExactOverlayPainter(Extent map, Extent picture, PixelRegion covered,
                      const std::optional<CellGrid>& cells = std::nullopt);

  Extent map() const { return enlarge_.in(); }
  Extent picture() const { return picture_; }

  // map: [h][w] of map(). *out gets picture()'s size; it must not be `frame`.
  // Allocates nothing once *out has that size.
  void Paint(std::span<const float> map, const Picture& frame,
             const OverlayOptions& options, Picture* out);

  // What Paint would paint of the map, in levels.
  void FindLevels(std::span<const float> map, const HeatOptions& options);

  // The levels of the last Paint or FindLevels, [h][w] of picture().
  const std::vector<uint8_t>& levels() const { return levels_; }

 private:
  Extent picture_;
  PixelRegion covered_;
  ExactResizer<float> enlarge_;
  std::vector<float> enlarged_;          // [covered.h][covered.w]
  std::vector<uint8_t> covered_levels_;  // the same
  std::vector<uint8_t> levels_;          // [picture.h][picture.w]
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_EXACT_OVERLAY_H_
