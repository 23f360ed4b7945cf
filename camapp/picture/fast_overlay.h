// The overlay of live video: ExactOverlayPainter's pictures in single precision
// and 16-bit whole numbers. A byte differs by at most one, but where a value
// lies on the edge between two levels of heat, or where style seed stretches a
// picture of next to no contrast.
#ifndef CAMGLASS_CAMAPP_PICTURE_FAST_OVERLAY_H_
#define CAMGLASS_CAMAPP_PICTURE_FAST_OVERLAY_H_

#include <cstdint>
#include <span>
#include <vector>

#include "camapp/picture/axis_taps.h"
#include "camapp/picture/kernels/overlay_rows.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

class FastOverlayPainter {
 public:
  FastOverlayPainter() = default;
  // As ExactOverlayPainter's.
  FastOverlayPainter(Extent map, Extent picture, PixelRegion covered);

  Extent map() const { return map_; }
  Extent picture() const { return picture_; }
  const PixelRegion& covered() const { return covered_; }

  // As ExactOverlayPainter::Paint. Allocates nothing once *out has the
  // picture's size.
  void Paint(std::span<const float> map, const Picture& frame,
             const OverlayOptions& options, Picture* out);

  // The levels of the last Paint, [h][w] of picture().
  const std::vector<uint8_t>& levels() const { return levels_; }

 private:
  // Row y of the enlarged map less base_, over the covered region.
  const float* EnlargedRow(size_t y);
  void Widen(std::span<const float> map);
  LevelRule RuleFor(const HeatOptions& options);
  void FindLevels(const LevelRule& rule);
  void PaintSeed(const Picture& frame, Picture* out);
  void PaintMixed(const Picture& frame, const ColourTable& colours, float alpha,
                  Picture* out);

  Extent map_;
  Extent picture_;
  PixelRegion covered_;
  AxisTaps vertical_;
  AxisTaps horizontal_;
  std::vector<float> vertical_weight_;
  float base_ = 0;                  // the map's least finite value
  std::vector<double> heights_;     // [map.w][map.h], less base_
  std::vector<double> column_;      // [map.h], of the widened map
  std::vector<float> widened_;      // [map.h][covered.w], less base_
  std::vector<const float*> rows_;  // of one row
  std::vector<float> row_;          // [covered.w]
  std::vector<uint8_t> levels_;     // [picture.h][picture.w]
  std::vector<uint8_t> grey_;       // the same
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_FAST_OVERLAY_H_
