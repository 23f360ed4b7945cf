#include "camapp/picture/figure_layout.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/fit_text.h"
#include "engine/base/check.h"
#include "engine/base/printable_text.h"

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
  title.Add(FitItems(TitleItems(text.labels), {kLabelSize, true}, text_width,
                     kLeastShrink, measure),
            &layout.lines);
  title.Add(FitItems(TitleItems(text.scores), {kScoreSize, false}, text_width,
                     kLeastShrink, measure),
            &layout.lines);
  title.Skip(kTitleGap);

  const double left = (width - both) / 2;
  layout.frame = {left, std::round(title.y()), panel_w, panel_h};
  layout.overlay = layout.frame;
  layout.overlay.x += panel_w + kGap;

  Column below(width / 2, layout.frame.y + panel_h);
  if (!text.caption.empty()) {
    below.Skip(kCaptionGap);
    below.Add(FitItems({PrintableText(text.caption)}, {kCaptionSize, false},
                       text_width, kLeastShrink, measure),
              &layout.lines);
  }
  layout.size = {static_cast<size_t>(std::ceil(below.y() + kMargin)),
                 static_cast<size_t>(width)};
  return layout;
}

}  // namespace camglass
