#include "camapp/cam/result_writer.h"

#include <utility>

#include "camapp/cam/class_map.h"
#include "camapp/cam/map_file.h"
#include "camapp/cam/output_set.h"
#include "camapp/cam/picture_batch.h"
#include "camapp/cam/picture_report.h"
#include "camapp/picture/map_grid.h"
#include "camapp/picture/outline.h"

namespace camglass {
namespace {

Status WriteValues(const OutputFlags& flags, const Explainer& explainer,
                   const Explanation& explanation, OutputSet* outputs) {
  const ClassMap& map = explanation.map;
  const std::vector<float>& logits = explanation.scores.logits;
  if (!flags.map.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes,
                              MapFileBytes(flags.map, map.values, map.size));
    CAMGLASS_RETURN_IF_ERROR(outputs->WriteBytes(flags.map, bytes));
  }
  CAMGLASS_RETURN_IF_ERROR(
      outputs->WriteNpy(flags.logits, logits, {logits.size()}));
  if (flags.features.empty()) return Status();
  const Tensor features = CopyOf(explainer.features());
  return outputs->WriteNpy(flags.features, features.data,
                           {features.h, features.w, features.c});
}

}  // namespace

void ResultWriter::FitPainter(const Picture& frame,
                              const Explanation& explanation) {
  const ClassMap& map = explanation.map;
  const bool same_places = painter_.map() == map.size &&
                           painter_.picture() == frame.extent() &&
                           cells_ == map.cells;
  if (same_places) return;
  cells_ = map.cells;
  painter_ = ExactOverlayPainter(map.size, frame.extent(),
                                 explanation.provenance.covered, cells_);
}

// With the outlines; box() is the map's.
void ResultWriter::PaintOverlay(const Picture& frame,
                                std::span<const float> map) {
  painter_.Paint(map, frame, options_, &overlay_);
  if (!outlines_.contour && !outlines_.box) return;
  const std::vector<uint8_t> shown =
      ShownPixels(painter_.levels(), options_.heat.range);
  if (outlines_.contour) DrawContour(shown, &overlay_);
  if (!outlines_.box) return;
  box_ = LargestPart(shown, frame.extent());
  if (box_.has_value()) DrawBox(*box_, &overlay_);
}

Status ResultWriter::PaintGrid(const Picture& frame, const Explainer& explainer,
                               const Explanation& explanation) {
  const std::vector<RankedClass>& top = explanation.scores.top;
  MapGrid grid(frame.extent(), top.size() + 1);
  grid.Add(frame, "the picture", "");
  std::vector<float> map(explanation.map.values.size());
  for (const RankedClass& ranked : top) {
    MapOfClass(explainer.features(), explainer.head(), ranked.index, map);
    PaintOverlay(frame, map);
    grid.Add(overlay_, explainer.ClassName(ranked.index),
             ScoreText(ranked.score));
  }
  return grid.Finish(&grid_);
}

StatusOr<std::vector<std::string>> ResultWriter::Write(
    const std::string& figure, const Picture& frame, const Explainer& explainer,
    const Explanation& explanation) {
  OutputSet outputs(flags_.force);
  box_.reset();
  FitPainter(frame, explanation);
  if (!flags_.grid.empty()) {
    CAMGLASS_RETURN_IF_ERROR(PaintGrid(frame, explainer, explanation));
    CAMGLASS_RETURN_IF_ERROR(outputs.WritePng(flags_.grid, grid_));
  }
  if (!figure.empty() || !flags_.overlay.empty() || outlines_.box)
    PaintOverlay(frame, explanation.map.values);
  if (!figure.empty()) {
    CAMGLASS_RETURN_IF_ERROR(figure_painter_.Paint(
        frame, overlay_, FigureTextOf(explainer, explanation), &figure_));
  }
  CAMGLASS_RETURN_IF_ERROR(outputs.WritePng(figure, figure_));
  CAMGLASS_RETURN_IF_ERROR(outputs.WritePng(flags_.overlay, overlay_));
  CAMGLASS_RETURN_IF_ERROR(
      WriteValues(flags_, explainer, explanation, &outputs));
  return outputs.Commit();
}

}  // namespace camglass
