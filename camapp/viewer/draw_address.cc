#include "camapp/viewer/draw_address.h"

#include <algorithm>

#include "camapp/picture/qr_code.h"

namespace camglass {
namespace {

constexpr size_t kLeastScale = 2;     // pixels a module; a camera needs some
constexpr size_t kMostPartsHigh = 2;  // of the canvas: half of its height

size_t SideInModules(const QrCode& code) {
  return code.side + 2 * kQrQuietZone;
}

}  // namespace

PixelRegion AddressPlace(const SceneLayout& layout, const PixelRegion& help,
                         const std::string& address) {
  const auto code = MakeQrCode(address);
  if (!code.ok()) return {};
  const size_t help_end = help.left + help.size.w;
  const size_t room = layout.canvas.w - std::min(help_end, layout.canvas.w);
  const size_t most = std::min(room, layout.canvas.h / kMostPartsHigh);
  const size_t scale = most / SideInModules(*code);
  if (scale < kLeastScale) return {};
  const size_t side = scale * SideInModules(*code);
  return {
      (layout.canvas.h - side) / 2, help_end + (room - side) / 2, {side, side}};
}

void PaintAddress(cairo_t* context, const std::string& address, Extent size) {
  const auto code = MakeQrCode(address);
  if (!code.ok()) return;
  cairo_set_source_rgb(context, 1, 1, 1);
  cairo_paint(context);
  const size_t scale = size.w / SideInModules(*code);
  for (size_t y = 0; y < code->side; ++y)
    for (size_t x = 0; x < code->side; ++x)
      if (code->is_dark(y, x))
        cairo_rectangle(context,
                        static_cast<double>((x + kQrQuietZone) * scale),
                        static_cast<double>((y + kQrQuietZone) * scale),
                        static_cast<double>(scale), static_cast<double>(scale));
  cairo_set_source_rgb(context, 0, 0, 0);
  cairo_fill(context);
}

}  // namespace camglass
