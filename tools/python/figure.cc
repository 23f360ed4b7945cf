// camglass._figure: the example's figure, as camtool draws it.
#include "camapp/picture/figure.h"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "camapp/cam/class_map.h"
#include "camapp/cam/picture_report.h"
#include "camapp/picture/encode_png.h"
#include "camapp/picture/picture.h"
#include "tools/python/raise_error.h"

namespace nb = nanobind;

namespace camglass {
namespace {

using Pixels = nb::ndarray<const uint8_t, nb::shape<-1, -1, 3>, nb::device::cpu,
                           nb::c_contig>;
using Map =
    nb::ndarray<const float, nb::ndim<2>, nb::device::cpu, nb::c_contig>;

Picture PictureOf(const Pixels& pixels) {
  Picture picture(pixels.shape(0), pixels.shape(1));
  std::copy_n(pixels.data(), picture.rgb.size(), picture.rgb.begin());
  return picture;
}

StatusOr<std::vector<uint8_t>> Draw(const Picture& frame,
                                    const Picture& overlay,
                                    const FigureText& text) {
  FigurePainter painter;
  Picture figure;
  CAMGLASS_RETURN_IF_ERROR(painter.Paint(frame, overlay, text, &figure));
  return EncodePng(figure);
}

// frame and overlay have one size. The bytes of a PNG.
nb::bytes DrawFigure(const Pixels& frame, const Pixels& overlay,
                     const std::vector<std::string>& labels,
                     const std::vector<float>& scores,
                     const std::string& class_name, const Map& map,
                     const std::string& score_rule, size_t classes) {
  const Picture left = PictureOf(frame);
  const Picture right = PictureOf(overlay);
  if (left.extent() != right.extent())
    RaiseError(UsageError("picture and overlay differ in size"));
  FigureText text;
  text.labels = labels;
  for (const float score : scores) text.scores.push_back(ScoreText(score));
  ClassMap shown;
  shown.facts = FactsOf({map.data(), map.size()});
  const auto rule = FindScoreRule(score_rule);
  text.caption = CaptionOf(rule.value_or(ScoreRule::kSoftmax), classes,
                           class_name, "", shown);
  const std::vector<uint8_t> png =
      ValueOrRaise(WithoutLock([&] { return Draw(left, right, text); }));
  return nb::bytes(reinterpret_cast<const char*>(png.data()), png.size());
}

}  // namespace
}  // namespace camglass

NB_MODULE(_figure, module) { module.def("draw", &camglass::DrawFigure); }
