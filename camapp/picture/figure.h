// Draws the example's figure: frame, overlay and a title in a real font.
#ifndef CAMGLASS_CAMAPP_PICTURE_FIGURE_H_
#define CAMGLASS_CAMAPP_PICTURE_FIGURE_H_

#include <memory>

#include "camapp/picture/figure_layout.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// Five significant digits, as MATLAB joins single-precision scores into a
// title; "NaN" where it is not a number.
std::string ScoreText(float score);

// Keeps its surfaces between figures of the same size. Not for use by several
// threads at once.
class FigurePainter {
 public:
  FigurePainter();
  ~FigurePainter();
  FigurePainter(const FigurePainter&) = delete;
  FigurePainter& operator=(const FigurePainter&) = delete;

  // frame and overlay have the same size; *out gets the figure's.
  Status Paint(const Picture& frame, const Picture& overlay,
               const FigureText& text, Picture* out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_FIGURE_H_
