#include "camapp/picture/figure_layout.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/printable_text.h"
#include "engine/check.h"

namespace camglass {
namespace {

// In pixels.
constexpr double kMargin = 24;
constexpr double kGap = 16;       // between the two panels
constexpr double kTitleGap = 14;  // between title and panels
constexpr double kCaptionGap = 8;
constexpr double kMinPanelSide = 360;  // of the longer side
constexpr double kMaxPanelSide = 800;
constexpr double kMinWidth = 600;  // of the figure, so that a title has room

constexpr double kLabelSize = 24;
constexpr double kScoreSize = 18;
constexpr double kCaptionSize = 14;
constexpr double kLineHeight = 1.3;    // of the font's size
constexpr double kBaseline = 1.0;      // from a line's top, of the size
constexpr double kLeastShrink = 0.75;  // smaller is hard to read: wrap instead
constexpr size_t kMaxTitleItems = 10;
constexpr const char* kEllipsis = "\xE2\x80\xA6";

// A line's texts after fitting.
struct FittedLines {
  std::vector<std::string> texts;
  Font font;
};

std::string Joined(const std::vector<std::string>& items) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i)
    text += (i == 0 ? "" : ", ") + items[i];
  return text;
}

// The longest beginning of `text` that fits with an ellipsis.
std::string Ellipsised(const std::string& text, const Font& font, double width,
                       const TextMeasure& measure) {
  if (measure(text, font) <= width) return text;
  size_t fits = 0;
  size_t too_long = CharacterCount(text);
  while (fits + 1 < too_long) {
    const size_t middle = (fits + too_long) / 2;
    const std::string cut =
        std::string(FirstCharacters(text, middle)) + kEllipsis;
    (measure(cut, font) <= width ? fits : too_long) = middle;
  }
  return std::string(FirstCharacters(text, fits)) + kEllipsis;
}

std::vector<std::string> Wrapped(const std::vector<std::string>& items,
                                 const Font& font, double width,
                                 const TextMeasure& measure) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
    if (!lines.empty() && measure(lines.back() + " " + item, font) <= width)
      lines.back() += " " + item;
    else
      lines.push_back(Ellipsised(item, font, width, measure));
  }
  return lines;
}

FittedLines Fit(const std::vector<std::string>& items, Font font, double width,
                const TextMeasure& measure) {
  const std::string whole = Joined(items);
  const double natural = measure(whole, font);
  if (natural <= width) return {{whole}, font};
  const double least = font.size * kLeastShrink;
  const double shrunk = std::floor(font.size * width / natural);
  font.size = std::max(shrunk, least);
  if (measure(whole, font) <= width) return {{whole}, font};
  font.size = least;
  return {Wrapped(items, font, width, measure), font};
}

std::vector<std::string> TitleItems(const std::vector<std::string>& items) {
  std::vector<std::string> safe;
  for (size_t i = 0; i < std::min(items.size(), kMaxTitleItems); ++i)
    safe.push_back(PrintableText(items[i]));
  return safe;
}

// The size at which a picture is shown: its own, within bounds.
Extent PanelSize(Extent picture) {
  const auto h = static_cast<double>(picture.h);
  const auto w = static_cast<double>(picture.w);
  const double side = std::max(h, w);
  const double scale = std::clamp(side, kMinPanelSide, kMaxPanelSide) / side;
  const auto shown = [&](double length) {
    return static_cast<size_t>(std::max(1.0, std::round(length * scale)));
  };
  return {shown(h), shown(w)};
}

// Places lines one below the other.
class Column {
 public:
  Column(double centre, double top) : centre_(centre), y_(top) {}
  void Add(const FittedLines& fitted, std::vector<TextLine>* lines) {
    for (const std::string& text : fitted.texts) {
      const double size = fitted.font.size;
      lines->push_back({text, fitted.font, centre_, y_ + kBaseline * size});
      y_ += kLineHeight * size;
    }
  }
  void Skip(double distance) { y_ += distance; }
  double y() const { return y_; }

 private:
  double centre_;
  double y_;
};

}  // namespace

FigureLayout LayOutFigure(Extent picture, const FigureText& text,
                          const TextMeasure& measure) {
  CAMGLASS_CHECK(picture.h > 0 && picture.w > 0);
  const Extent panel = PanelSize(picture);
  const auto panel_w = static_cast<double>(panel.w);
  const auto panel_h = static_cast<double>(panel.h);
  const double both = 2 * panel_w + kGap;
  const double width = std::max(both + 2 * kMargin, kMinWidth);
  const double text_width = width - 2 * kMargin;

  FigureLayout layout;
  Column title(width / 2, kMargin);
  title.Add(
      Fit(TitleItems(text.labels), {kLabelSize, true}, text_width, measure),
      &layout.lines);
  title.Add(
      Fit(TitleItems(text.scores), {kScoreSize, false}, text_width, measure),
      &layout.lines);
  title.Skip(kTitleGap);

  const double left = (width - both) / 2;
  layout.frame = {left, std::round(title.y()), panel_w, panel_h};
  layout.overlay = layout.frame;
  layout.overlay.x += panel_w + kGap;

  Column below(width / 2, layout.frame.y + panel_h);
  if (!text.caption.empty()) {
    below.Skip(kCaptionGap);
    below.Add(Fit({PrintableText(text.caption)}, {kCaptionSize, false},
                  text_width, measure),
              &layout.lines);
  }
  layout.size = {static_cast<size_t>(std::ceil(below.y() + kMargin)),
                 static_cast<size_t>(width)};
  return layout;
}

}  // namespace camglass
