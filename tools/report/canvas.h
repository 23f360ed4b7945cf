// What charts are drawn on.
#ifndef CAMGLASS_TOOLS_REPORT_CANVAS_H_
#define CAMGLASS_TOOLS_REPORT_CANVAS_H_

#include <string>

#include "camapp/picture/figure_layout.h"
#include "camapp/picture/surface.h"
#include "engine/base/status.h"

namespace camglass {

class Canvas {
 public:
  explicit Canvas(Extent size);  // white

  // grey: 0 black to 1 white.
  void Fill(const Rectangle& area, double red, double green, double blue);
  void Frame(const Rectangle& area, double grey, double width);
  void Line(double x0, double y0, double x1, double y1, double grey);
  void Dash(double x0, double y0, double x1, double y1, double grey);

  // Text from anywhere, cut to fit `width`; its baseline at y.
  void TextCentred(const std::string& text, double size, double x, double y,
                   double width, double grey = 0.1);
  void TextFrom(const std::string& text, double size, double x, double y,
                double width, double grey = 0.1);
  // Read from below, its left end at (x, y).
  void TextUp(const std::string& text, double size, double x, double y,
              double width);

  StatusOr<Picture> Finish();

 private:
  void DrawSegment(double x0, double y0, double x1, double y1, double grey);

  Surface surface_;
  Context context_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_CANVAS_H_
