#include "camapp/viewer/draw_panels.h"

#include <algorithm>
#include <cmath>

#include "camapp/viewer/draw_line.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

// Text sizes, in units.
constexpr double kNoticeSize = 1.15;
constexpr double kHeading = 1.3;  // of a notice's first line, over the others
constexpr double kLineHeight = 1.45;
constexpr double kLeastHelpSize = 5;

// Greys, 0 black.
constexpr double kPanelGrey = 0.13;
constexpr double kPanelText = 0.95;
constexpr double kPanelKey = 1.0;

PixelRegion Centred(const SceneLayout& layout, double w, double h,
                    double centre_y) {
  const auto fit = [](double side, size_t most) {
    return std::clamp<size_t>(static_cast<size_t>(std::ceil(side)), 1, most);
  };
  const Extent size = {fit(h, layout.canvas.h), fit(w, layout.canvas.w)};
  const double top = std::clamp(centre_y - Side(size.h) / 2, 0.0,
                                Side(layout.canvas.h - size.h));
  return {static_cast<size_t>(top), (layout.canvas.w - size.w) / 2, size};
}

double NoticeTextSize(const SceneLayout& layout, const SceneWords& words) {
  double size = kNoticeSize * layout.unit;
  const double room = 0.94 * Side(layout.canvas.w) - 2 * size;
  for (size_t i = 0; i < words.notice.size(); ++i) {
    const Font font = {size * (i == 0 ? kHeading : 1), i == 0};
    const double natural = TextWidth(PrintableText(words.notice[i]), font);
    size *= std::min(1.0, room / std::max(natural, 1.0));
  }
  return std::max(size, kLeastHelpSize);
}

double HelpTextSize(const SceneLayout& layout, const SceneWords& words) {
  const double lines = Side(words.help.size()) + 1.2;
  const double highest = 0.96 * Side(layout.canvas.h) / (lines * kLineHeight);
  double size = std::min(1.1 * layout.unit, highest);
  double widest = 1;
  for (const auto& line : words.help)
    widest = std::max(widest, TextWidth(line.text, {size, false}));
  const double room = 0.96 * Side(layout.canvas.w);
  size *= std::min(1.0, room / (widest + 7.5 * size));
  return std::max(size, kLeastHelpSize);
}

}  // namespace

PixelRegion NoticePlace(const SceneLayout& layout, const SceneWords& words) {
  const double size = NoticeTextSize(layout, words);
  double width = 0;
  for (size_t i = 0; i < words.notice.size(); ++i)
    width =
        std::max(width, TextWidth(PrintableText(words.notice[i]),
                                  {size * (i == 0 ? kHeading : 1), i == 0}));
  const double height = (Side(words.notice.size()) + 0.6) * kLineHeight * size;
  const double panes_end = Side(layout.right.top + layout.right.size.h);
  return Centred(layout, width + 2 * size, height,
                 panes_end - height / 2 - size);
}

void PaintNotice(cairo_t* context, const SceneLayout& layout,
                 const SceneWords& words, Extent size) {
  Fill(context, kPanelGrey);
  const double text = NoticeTextSize(layout, words);
  double y = 0.3 * kLineHeight * text + text * 1.05;
  for (size_t i = 0; i < words.notice.size(); ++i) {
    const Font font = {text * (i == 0 ? kHeading : 1), i == 0};
    cairo_set_source_rgb(context, kPanelText, kPanelText, kPanelText);
    DrawText(context, {Cut(words.notice[i], font, Side(size.w)), font,
                       Side(size.w) / 2, std::round(y)});
    y += kLineHeight * text;
  }
}

PixelRegion HelpPlace(const SceneLayout& layout, const SceneWords& words) {
  const double size = HelpTextSize(layout, words);
  double widest = 0;
  for (const auto& line : words.help)
    widest = std::max(widest, TextWidth(line.text, {size, false}));
  return Centred(layout, widest + 7.5 * size,
                 (Side(words.help.size()) + 1.2) * kLineHeight * size,
                 Side(layout.canvas.h) / 2);
}

void PaintHelp(cairo_t* context, const SceneLayout& layout,
               const SceneWords& words) {
  Fill(context, kPanelGrey);
  const double size = HelpTextSize(layout, words);
  double y = 0.6 * kLineHeight * size;
  for (const auto& line : words.help) {
    const double baseline = y + Baseline(kLineHeight * size, size);
    Write(context, line.key, {size, true}, kPanelKey, 1.2 * size, baseline);
    Write(context, line.text, {size, false}, kPanelText, 6.2 * size, baseline);
    y += kLineHeight * size;
  }
}

}  // namespace camglass
