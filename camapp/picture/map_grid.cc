#include "camapp/picture/map_grid.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/draw_panel.h"
#include "camapp/picture/draw_text.h"
#include "camapp/picture/fit_text.h"
#include "camapp/picture/surface.h"
#include "engine/base/check.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

// In pixels.
constexpr size_t kGridMargin = 16;
constexpr size_t kWordsHeight = 46;
constexpr double kMinCellSide = 200;  // of the longer side
constexpr double kMaxCellSide = 360;
constexpr double kNameSize = 15;
constexpr double kWordsSize = 13;

Extent PanelOf(Extent picture) {
  const auto side = static_cast<double>(std::max(picture.h, picture.w));
  const double scale = std::clamp(side, kMinCellSide, kMaxCellSide) / side;
  const auto shown = [scale](size_t length) {
    return static_cast<size_t>(
        std::max(1.0, std::round(static_cast<double>(length) * scale)));
  };
  return {shown(picture.h), shown(picture.w)};
}

Extent SizeOf(Extent panel, size_t columns, size_t panels) {
  const size_t rows = (panels + columns - 1) / columns;
  return {kGridMargin + rows * (panel.h + kWordsHeight + kGridMargin),
          kGridMargin + columns * (panel.w + kGridMargin)};
}

size_t LongerSide(Extent size) { return std::max(size.h, size.w); }

void DrawWords(cairo_t* context, const std::string& text, const Font& font,
               const Rectangle& panel, double below) {
  const std::string fitted =
      Ellipsised(PrintableText(text), font, panel.w, TextWidth);
  DrawTextFrom(context, {fitted, font, panel.x, panel.y + panel.h + below});
}

}  // namespace

GridLayout::GridLayout(Extent picture, size_t panels)
    : panel(PanelOf(picture)) {
  CAMGLASS_CHECK(panels > 0 && panels <= kMostGridPanels);
  for (size_t count = 1; count <= panels; ++count)
    if (LongerSide(SizeOf(panel, count, panels)) <
        LongerSide(SizeOf(panel, columns, panels)))
      columns = count;
  size = SizeOf(panel, columns, panels);
}

Rectangle GridLayout::Panel(size_t i) const {
  const size_t row = i / columns;
  const size_t column = i % columns;
  return {static_cast<double>(kGridMargin + column * (panel.w + kGridMargin)),
          static_cast<double>(kGridMargin +
                              row * (panel.h + kWordsHeight + kGridMargin)),
          static_cast<double>(panel.w), static_cast<double>(panel.h)};
}

struct MapGrid::Impl {
  Impl(Extent picture, size_t panels) : layout(picture, panels) {}

  bool ok() const { return canvas.ok() && panel.ok(); }

  GridLayout layout;
  size_t added = 0;
  Surface canvas;
  Surface panel;
  Context context;
};

MapGrid::MapGrid(Extent picture, size_t panels)
    : impl_(std::make_unique<Impl>(picture, panels)) {
  impl_->canvas.SetSize(impl_->layout.size);
  impl_->panel.SetSize(picture);
  impl_->context.reset(cairo_create(impl_->canvas.get()));
  cairo_set_source_rgb(impl_->context.get(), 1, 1, 1);
  cairo_paint(impl_->context.get());
}

MapGrid::~MapGrid() = default;

void MapGrid::Add(const Picture& picture, const std::string& name,
                  const std::string& words) {
  CAMGLASS_CHECK(picture.extent() == impl_->panel.size());
  if (!impl_->ok()) return;
  cairo_t* context = impl_->context.get();
  const Rectangle place = impl_->layout.Panel(impl_->added++);
  impl_->panel.CopyFrom(picture);
  DrawPanel(context, impl_->panel, place);
  cairo_set_source_rgb(context, 0.13, 0.13, 0.13);
  DrawWords(context, name, {kNameSize, true}, place, 18);
  DrawWords(context, words, {kWordsSize, false}, place, 36);
}

Status MapGrid::Finish(Picture* out) {
  if (!impl_->ok() ||
      cairo_status(impl_->context.get()) != CAIRO_STATUS_SUCCESS)
    return IoError("the grid of maps can't be drawn (out of memory)");
  impl_->canvas.CopyTo(out);
  return Status();
}

}  // namespace camglass
