#include "tools/report/charts.h"

#include <algorithm>
#include <cmath>

#include "engine/base/console.h"
#include "tools/report/canvas.h"
#include "tools/report/confusion_section.h"

namespace camglass {
namespace {

// In pixels.
constexpr double kPlotSide = 560;
constexpr double kPlotLeft = 96;
constexpr double kPlotTop = 56;
constexpr size_t kPlotWidth = 700;
constexpr size_t kPlotHeight = 710;
constexpr double kText = 22;

constexpr size_t kMostNamed = 40;
constexpr size_t kMostPictureClasses = 2000;
constexpr double kCellSide = 44;
constexpr double kNameRoom = 220;
constexpr double kSmallText = 15;
constexpr double kUnnamedSide = 800;  // of the whole, at least

double PlotX(double score) { return kPlotLeft + kPlotSide * score; }
double PlotY(double share) { return kPlotTop + kPlotSide * (1 - share); }

void DrawAxes(Canvas* canvas) {
  for (int tick = 0; tick <= 5; ++tick) {
    const double at = tick / 5.0;
    const std::string number = Format("%.1f", at);
    canvas->Line(PlotX(0), PlotY(at), PlotX(1), PlotY(at), 0.85);
    canvas->TextCentred(number, kText, PlotX(at), PlotY(0) + 30, 60);
    canvas->TextCentred(number, kText, PlotX(0) - 28, PlotY(at) + 8, 50);
  }
  canvas->Frame({PlotX(0), PlotY(1), kPlotSide, kPlotSide}, 0.3, 2);
  canvas->Dash(PlotX(0), PlotY(0), PlotX(1), PlotY(1), 0.3);
  canvas->TextCentred("score of the predicted class", kText, PlotX(0.5),
                      PlotY(0) + 66, kPlotSide);
  canvas->TextUp("share that is right", kText, 28, PlotY(0.3), kPlotSide);
}

void DrawBin(const ReliabilityBin& bin, size_t i, Canvas* canvas) {
  if (bin.pictures == 0) return;
  const double width = kPlotSide / static_cast<double>(kReliabilityBins);
  const double share =
      static_cast<double>(bin.right) / static_cast<double>(bin.pictures);
  const Rectangle bar = {PlotX(0) + width * static_cast<double>(i),
                         PlotY(share), width, kPlotSide * share};
  canvas->Fill(bar, 0.5, 0.69, 0.87);
  canvas->Frame(bar, 0.15, 1.5);
  const double score = bin.score_sum / static_cast<double>(bin.pictures);
  canvas->Fill({PlotX(score) - 5, PlotY(share) - 5, 10, 10}, 0.04, 0.23, 0.44);
}

struct MatrixPlace {
  std::vector<size_t> classes;
  double cell = kCellSide;
  double margin = kNameRoom;
  bool named = true;

  Extent size() const {
    const auto side = static_cast<size_t>(
        std::ceil(margin + cell * static_cast<double>(classes.size()) + 16));
    return {side, side};
  }
  double At(size_t i) const { return margin + cell * static_cast<double>(i); }
};

MatrixPlace PlaceOf(const Evaluation& evaluation) {
  MatrixPlace place;
  place.classes = MatrixClasses(evaluation, kMostPictureClasses);
  place.named = place.classes.size() <= kMostNamed;
  if (place.named) return place;
  place.margin = 16;
  place.cell = std::max(
      1.0,
      std::floor(kUnnamedSide / static_cast<double>(place.classes.size())));
  return place;
}

void DrawCell(const MatrixPlace& place, size_t row, size_t column, size_t count,
              size_t of_row, Canvas* canvas) {
  const double share = static_cast<double>(count) / static_cast<double>(of_row);
  const double light = 1 - share;
  const Rectangle cell = {place.At(column), place.At(row), place.cell,
                          place.cell};
  canvas->Fill(cell, 0.04 + 0.90 * light, 0.23 + 0.74 * light,
               0.44 + 0.56 * light);
  if (place.named)
    canvas->TextCentred(std::to_string(count), kSmallText,
                        cell.x + place.cell / 2, cell.y + place.cell / 2 + 5,
                        place.cell, share > 0.5 ? 1 : 0.1);
}

// Those of the diagonal last: they are right, and stand out.
void FrameCells(const MatrixPlace& place, Canvas* canvas) {
  const size_t n = place.classes.size();
  for (size_t row = 0; row < n; ++row)
    for (size_t column = 0; column < n; ++column)
      canvas->Frame({place.At(column), place.At(row), place.cell, place.cell},
                    0.75, 1);
  for (size_t i = 0; i < n; ++i)
    canvas->Frame({place.At(i), place.At(i), place.cell, place.cell}, 0.1, 2);
}

void DrawNames(const MatrixPlace& place, const std::vector<std::string>& names,
               Canvas* canvas) {
  canvas->TextFrom("rows: true class", kSmallText, 12, 24, kNameRoom - 24,
                   0.35);
  canvas->TextFrom("columns: predicted", kSmallText, 12, 46, kNameRoom - 24,
                   0.35);
  for (size_t i = 0; i < place.classes.size(); ++i) {
    const std::string& name = names[place.classes[i]];
    const double middle = place.At(i) + place.cell / 2 + 5;
    canvas->TextFrom(name, kSmallText, 12, middle, kNameRoom - 24);
    canvas->TextUp(name, kSmallText, middle, kNameRoom - 10, kNameRoom - 24);
  }
}

}  // namespace

StatusOr<Picture> ReliabilityChart(const Evaluation& evaluation) {
  Canvas canvas({kPlotHeight, kPlotWidth});
  canvas.TextFrom(
      Format("expected calibration error %.4f", evaluation.calibration_error),
      kText, PlotX(0), 34, kPlotSide);
  for (size_t i = 0; i < kReliabilityBins; ++i)
    DrawBin(evaluation.bins[i], i, &canvas);
  DrawAxes(&canvas);
  return canvas.Finish();
}

StatusOr<Picture> ConfusionChart(const Evaluation& evaluation,
                                 const std::vector<std::string>& names) {
  const MatrixPlace place = PlaceOf(evaluation);
  Canvas canvas(place.size());
  for (size_t row = 0; row < place.classes.size(); ++row) {
    const size_t of_row = evaluation.classes.at(place.classes[row]).pictures;
    for (size_t column = 0; column < place.classes.size(); ++column) {
      const auto found = evaluation.confusion.find(
          {place.classes[row], place.classes[column]});
      if (found != evaluation.confusion.end())
        DrawCell(place, row, column, found->second, of_row, &canvas);
    }
  }
  if (place.named) FrameCells(place, &canvas);
  const double side = place.cell * static_cast<double>(place.classes.size());
  canvas.Frame({place.margin, place.margin, side, side}, 0.3, 1.5);
  if (place.named) DrawNames(place, names, &canvas);
  return canvas.Finish();
}

}  // namespace camglass
