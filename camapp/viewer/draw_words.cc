#include "camapp/viewer/draw_words.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/colour_table.h"
#include "camapp/picture/draw_text.h"
#include "camapp/picture/fit_text.h"
#include "camapp/viewer/draw_address.h"
#include "camapp/viewer/draw_line.h"
#include "camapp/viewer/draw_panels.h"
#include "camapp/viewer/map_painter.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

using LayerKind = SceneLayers::Kind;

// Text sizes, in units.
constexpr double kLabelSize = 1.5;
constexpr double kScoreSize = 1.15;
constexpr double kCaptionSize = 0.95;
constexpr double kStatusSize = 0.85;
constexpr double kLeastShrink = 0.7;
constexpr double kLeastFontSize = 1;  // pixels

// Greys, 0 black.
constexpr double kMarkedGrey = 0.08;
constexpr double kTextGrey = 0.35;
constexpr double kFaintGrey = 0.42;

constexpr const char* kGap = "  \xC2\xB7  ";  // between items of the status
constexpr const char* kHelpHint = "h: help";

// Smaller where the text is too wide, down to `least` of the size.
Font Shrunk(const std::string& text, Font font, double width, double least) {
  const double natural = std::max(TextWidth(text, font), 1.0);
  font.size *= std::clamp(width / natural, least, 1.0);
  font.size = std::max(font.size, kLeastFontSize);
  return font;
}

}  // namespace

PixelRegion WordPainter::PlaceOf(LayerKind kind,
                                 const SceneWords& words) const {
  switch (kind) {
    case SceneLayers::kTitle:
      return layout_.title;
    case SceneLayers::kSource:
      return layout_.left_caption;
    case SceneLayers::kCaption:
      return layout_.right_caption;
    case SceneLayers::kStatus:
      return layout_.status;
    case SceneLayers::kNotice:
      return words.notice.empty() ? PixelRegion() : NoticePlace(layout_, words);
    case SceneLayers::kHelp:
      return words.help.empty() ? PixelRegion() : HelpPlace(layout_, words);
    case SceneLayers::kAddress:
      return words.help.empty() || words.address.empty()
                 ? PixelRegion()
                 : AddressPlace(layout_, HelpPlace(layout_, words),
                                words.address);
    case SceneLayers::kKinds:
      break;
  }
  return {};
}

void WordPainter::Paint(cairo_t* context, LayerKind kind,
                        const SceneWords& words, Extent size) const {
  Fill(context, kBackgroundGrey / 255.0);
  switch (kind) {
    case SceneLayers::kTitle:
      return PaintTitle(context, words, size);
    case SceneLayers::kSource:
      return PaintSource(context, words, size);
    case SceneLayers::kCaption:
      return PaintCaption(context, words, size);
    case SceneLayers::kStatus:
      return PaintStatus(context, words, size);
    case SceneLayers::kNotice:
      return PaintNotice(context, layout_, words, size);
    case SceneLayers::kHelp:
      return PaintHelp(context, layout_, words);
    case SceneLayers::kAddress:
      return PaintAddress(context, words.address, size);
    case SceneLayers::kKinds:
      return;
  }
}

// A column for each class: its label, its score below, and a bar under those
// whose map is shown.
void WordPainter::PaintTitle(cairo_t* context, const SceneWords& words,
                             Extent size) const {
  const size_t columns = words.labels.size();
  for (size_t i = 0; i < columns; ++i)
    PaintClass(context, words, i, Side(size.w) / Side(columns));
}

void WordPainter::PaintClass(cairo_t* context, const SceneWords& words,
                             size_t place, double column) const {
  const double unit = layout_.unit;
  const double room = column - unit;
  const double centre = (Side(place) + 0.5) * column;
  const bool marked = words.marked[place];
  const double grey = marked ? kMarkedGrey : kFaintGrey;
  cairo_set_source_rgb(context, grey, grey, grey);
  const std::string whole = PrintableText(words.labels[place]);
  const Font font =
      Shrunk(whole, {kLabelSize * unit, marked}, room, kLeastShrink);
  const std::string label = Ellipsised(whole, font, room, TextWidth);
  DrawText(context, {label, font, centre, std::round(1.45 * unit)});
  // A number is never cut: it gets as small as it must.
  const std::string& score = words.scores[place];
  DrawText(context, {score, Shrunk(score, {kScoreSize * unit, false}, room, 0),
                     centre, std::round(2.85 * unit)});
  if (!marked) return;
  const double bar = std::min(std::max(TextWidth(label, font), 3 * unit), room);
  cairo_rectangle(context, std::round(centre - bar / 2), std::round(3.3 * unit),
                  std::round(bar), std::max(2.0, std::round(0.16 * unit)));
  cairo_fill(context);
}

void WordPainter::PaintSource(cairo_t* context, const SceneWords& words,
                              Extent size) const {
  const Font font = {kCaptionSize * layout_.unit, false};
  Write(context, Cut(words.source, font, Side(size.w)), font, kTextGrey, 0,
        Baseline(Side(size.h), font.size));
}

void WordPainter::PaintCaption(cairo_t* context, const SceneWords& words,
                               Extent size) const {
  const Font font = {kCaptionSize * layout_.unit, false};
  const double legend =
      words.legend.shown ? PaintLegend(context, words.legend, size) : 0;
  const double room = Side(size.w) - legend - layout_.unit;
  if (room <= 0) return;
  Write(context, Cut(words.caption, font, room), font, kTextGrey, 0,
        Baseline(Side(size.h), font.size));
}

// At the right end: least value, colours, greatest value. Returns its width.
double WordPainter::PaintLegend(cairo_t* context, const SceneLegend& legend,
                                Extent size) const {
  const double unit = layout_.unit;
  const Font font = {kStatusSize * unit, false};
  const double bar_w = std::round(6 * unit);
  const double bar_h = std::round(0.9 * unit);
  const double gap = 0.4 * unit;
  const double greatest = TextWidth(legend.greatest, font);
  const double width =
      TextWidth(legend.least, font) + greatest + bar_w + 2 * gap;
  // The caption matters more than the bar.
  if (width > 0.55 * Side(size.w)) return 0;
  const double y = Baseline(Side(size.h), font.size);
  const double bar_x = std::round(Side(size.w) - greatest - gap - bar_w);
  const double bar_y = std::round((Side(size.h) - bar_h) / 2);
  Write(context, legend.greatest, font, kTextGrey, Side(size.w) - greatest, y);
  Write(context, legend.least, font, kTextGrey, Side(size.w) - width, y);
  const ColourTable& colours =
      legend.is_signed ? DivergingColours() : ColoursOf(legend.style);
  for (double x = 0; x < bar_w; ++x) {
    const double part = x / bar_w;
    const Colour& colour = colours[static_cast<size_t>(part * kColours)];
    cairo_set_source_rgb(context, colour[0] / 255, colour[1] / 255,
                         colour[2] / 255);
    cairo_rectangle(context, bar_x + x, bar_y, 1, bar_h);
    cairo_fill(context);
  }
  if (legend.is_signed) {
    cairo_rectangle(context, bar_x, bar_y, bar_w / 2, bar_h);
    cairo_clip(context);
    cairo_set_source_rgb(context, kHatchGrey / 255.0, kHatchGrey / 255.0,
                         kHatchGrey / 255.0);
    cairo_set_line_width(context, 1);
    for (double x = bar_x - bar_h; x < bar_x + bar_w; x += kHatchPixels) {
      cairo_move_to(context, x, bar_y + bar_h);
      cairo_line_to(context, x + bar_h, bar_y);
    }
    cairo_stroke(context);
    cairo_reset_clip(context);
  }
  return width;
}

void WordPainter::PaintStatus(cairo_t* context, const SceneWords& words,
                              Extent size) const {
  const double unit = layout_.unit;
  const Font font = {kStatusSize * unit, false};
  Fill(context, 0.93);
  const double y = Baseline(Side(size.h), font.size);
  const double hint = TextWidth(kHelpHint, font);
  const double room = Side(size.w) - hint - 2.5 * unit;
  Write(context, kHelpHint, font, kFaintGrey, Side(size.w) - hint - 0.75 * unit,
        y);
  std::string line;
  for (const std::string& item : words.status) {
    const std::string longer =
        line.empty() ? PrintableText(item) : line + kGap + PrintableText(item);
    // An item that doesn't fit makes room for shorter ones after it.
    if (TextWidth(longer, font) <= room) line = longer;
  }
  Write(context, line, font, 0.2, 0.75 * unit, y);
}

}  // namespace camglass
