#include "camapp/viewer/scene_layout.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {
namespace {

// Of the canvas: its sides in units.
constexpr double kCanvasUnitsWide = 84;
constexpr double kCanvasUnitsHigh = 38;
// On an ordinary display.
constexpr double kLeastUnit = 9;  // smaller can't be read
constexpr double kGreatestUnit = 48;

// In units.
constexpr double kMargin = 0.75;
constexpr double kTitle = 4.0;
constexpr double kCaption = 1.9;
constexpr double kStatus = 1.7;

// A pane that is a little larger than the frame gets its size: copying looks
// better than enlarging by nothing.
constexpr double kSnap = 1.04;

// Three columns of ordinary class names.
constexpr double kWidthOfWords = 640;

// Below this there is no room for words.
constexpr double kLeastWidthForWords = 96;
constexpr double kLeastHeightForWords = 96;

struct Bands {
  double unit = 0;
  size_t margin = 0, title = 0, caption = 0, status = 0;
  size_t height() const { return 2 * margin + title + caption + status; }
};

size_t Pixels(double length) {
  return static_cast<size_t>(std::lround(length));
}

Bands BandsOf(double unit) {
  return {unit, Pixels(kMargin * unit), Pixels(kTitle * unit),
          Pixels(kCaption * unit), Pixels(kStatus * unit)};
}

double UnitFor(Extent canvas, double text_scale) {
  const double unit =
      std::min(static_cast<double>(canvas.w) / kCanvasUnitsWide,
               static_cast<double>(canvas.h) / kCanvasUnitsHigh);
  return std::clamp(std::round(unit), std::round(kLeastUnit * text_scale),
                    std::round(kGreatestUnit * text_scale));
}

bool HasRoomForWords(Extent canvas, double text_scale) {
  return static_cast<double>(canvas.w) >= kLeastWidthForWords * text_scale &&
         static_cast<double>(canvas.h) >= kLeastHeightForWords * text_scale;
}

// The frame's size as large as it goes into `room`; at least a pixel.
Extent Fitted(Extent frame, Extent room) {
  const double scale =
      std::min(static_cast<double>(room.h) / static_cast<double>(frame.h),
               static_cast<double>(room.w) / static_cast<double>(frame.w));
  if (scale >= 1 && scale < kSnap) return frame;
  const auto side = [scale](size_t length, size_t most) {
    const double scaled =
        std::floor(static_cast<double>(length) * scale + 1e-6);
    return std::clamp<size_t>(static_cast<size_t>(scaled), 1,
                              std::max<size_t>(most, 1));
  };
  return {side(frame.h, room.h), side(frame.w, room.w)};
}

struct Panes {
  Extent pane;
  bool side_by_side = true;
};

Panes FitPanes(Extent frame, Extent room, size_t gap, bool two_panes) {
  if (!two_panes) return {Fitted(frame, room), true};
  const size_t half_w = room.w > gap + 1 ? (room.w - gap) / 2 : 1;
  const size_t half_h = room.h > gap + 1 ? (room.h - gap) / 2 : 1;
  const Extent beside = Fitted(frame, {room.h, half_w});
  const Extent stacked = Fitted(frame, {half_h, room.w});
  if (stacked.h * stacked.w > beside.h * beside.w) return {stacked, false};
  return {beside, true};
}

// The panes in the middle of the room that begins at (top, left).
void PlacePanes(const Panes& panes, size_t top, size_t left, Extent room,
                size_t gap, bool two_panes, SceneLayout* layout) {
  const Extent pane = panes.pane;
  const bool beside = two_panes && panes.side_by_side;
  const bool stacked = two_panes && !panes.side_by_side;
  const size_t all_w = beside ? 2 * pane.w + gap : pane.w;
  const size_t all_h = stacked ? 2 * pane.h + gap : pane.h;
  const size_t y = top + (room.h > all_h ? (room.h - all_h) / 2 : 0);
  const size_t x = left + (room.w > all_w ? (room.w - all_w) / 2 : 0);
  if (two_panes) layout->left = {y, x, pane};
  layout->right = {y, x, pane};
  if (beside) layout->right.left += pane.w + gap;
  if (stacked) layout->right.top += pane.h + gap;
}

}  // namespace

SceneLayout LayOutScene(Extent canvas, Extent frame, bool two_panes,
                        double text_scale) {
  CAMGLASS_CHECK(canvas.h > 0 && canvas.w > 0 && frame.h > 0 && frame.w > 0);
  SceneLayout layout;
  layout.canvas = canvas;
  const bool words = HasRoomForWords(canvas, text_scale);
  const Bands bands = words ? BandsOf(UnitFor(canvas, text_scale)) : Bands();
  layout.unit = words ? bands.unit : kLeastUnit;
  const size_t gap = std::max<size_t>(bands.margin, 1);
  const size_t left = bands.margin;
  const Extent room = {canvas.h - bands.height(), canvas.w - 2 * left};
  const Panes panes = FitPanes(frame, room, gap, two_panes);
  layout.side_by_side = panes.side_by_side;
  const size_t top = bands.margin + bands.title;
  PlacePanes(panes, top, left, room, gap, two_panes, &layout);
  if (!words) return layout;
  layout.title = {bands.margin, left, {bands.title, room.w}};
  layout.status = {canvas.h - bands.status, 0, {bands.status, canvas.w}};
  const size_t below = layout.right.top + panes.pane.h;
  const bool beside = two_panes && panes.side_by_side;
  if (beside)
    layout.left_caption = {
        below, layout.left.left, {bands.caption, panes.pane.w}};
  // A narrow pane still gets a caption that can be read.
  layout.right_caption = {below,
                          beside ? layout.right.left : left,
                          {bands.caption, beside ? panes.pane.w : room.w}};
  return layout;
}

Extent NaturalCanvas(Extent frame, bool two_panes) {
  // The unit depends on the canvas, and the canvas on the unit.
  Extent canvas = {frame.h, two_panes ? 2 * frame.w : frame.w};
  for (int i = 0; i < 8; ++i) {
    const Bands bands = BandsOf(UnitFor(canvas, 1));
    const Extent next = {
        frame.h + bands.height(),
        (two_panes ? 2 * frame.w + bands.margin : frame.w) + 2 * bands.margin};
    if (next == canvas) break;
    canvas = next;
  }
  return canvas;
}

Extent CanvasWithin(Extent natural, Extent most, double text_scale) {
  const double h = static_cast<double>(natural.h);
  const double w = static_cast<double>(natural.w);
  const double scale = std::min(
      {1.0, static_cast<double>(most.h) / h, static_cast<double>(most.w) / w});
  if (scale >= 1) return natural;
  const size_t words =
      std::min(Pixels(kWidthOfWords * text_scale), std::max(most.w, size_t{1}));
  const auto side = [scale](double length) {
    return std::max(Pixels(length * scale), size_t{1});
  };
  return {side(h), std::max(side(w), words)};
}

Extent NarrowCanvas(Extent frame, bool two_panes, size_t width,
                    double text_scale) {
  // No higher than this many times its width, whatever the frame's shape.
  constexpr size_t kMostHigh = 4;
  const Bands bands = BandsOf(UnitFor({kMostHigh * width, width}, text_scale));
  const bool stacked = two_panes && frame.w >= frame.h;
  const bool beside = two_panes && !stacked;
  const size_t room = width - 2 * bands.margin;
  const size_t pane = beside ? (room - bands.margin) / 2 : room;
  const size_t height = Fitted(frame, {kMostHigh * width, pane}).h;
  const size_t panes = stacked ? 2 * height + bands.margin : height;
  return {std::min(bands.height() + panes, kMostHigh * width), width};
}

}  // namespace camglass
