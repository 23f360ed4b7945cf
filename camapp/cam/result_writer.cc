#include "camapp/cam/result_writer.h"

#include <utility>

#include "camapp/cam/output_set.h"
#include "camapp/cam/picture_batch.h"
#include "camapp/cam/picture_report.h"

namespace camglass {
namespace {

Status WriteValues(const OutputFlags& flags, const Explainer& explainer,
                   const Explanation& explanation, OutputSet* outputs) {
  const ClassMap& map = explanation.map;
  const std::vector<float>& logits = explanation.scores.logits;
  CAMGLASS_RETURN_IF_ERROR(
      outputs->WriteNpy(flags.map, map.values, {map.size.h, map.size.w}));
  CAMGLASS_RETURN_IF_ERROR(
      outputs->WriteNpy(flags.logits, logits, {logits.size()}));
  if (flags.features.empty()) return Status();
  const Tensor features = CopyOf(explainer.features());
  return outputs->WriteNpy(flags.features, features.data,
                           {features.h, features.w, features.c});
}

}  // namespace

void ResultWriter::PaintOverlay(const Picture& frame,
                                const Explanation& explanation) {
  const bool same_sizes = painter_.map() == explanation.map.size &&
                          painter_.picture() == frame.extent();
  if (!same_sizes)
    painter_ = ExactOverlayPainter(explanation.map.size, frame.extent(),
                                   explanation.provenance.covered);
  painter_.Paint(explanation.map.values, frame, options_, &overlay_);
}

StatusOr<std::vector<std::string>> ResultWriter::Write(
    const std::string& figure, const Picture& frame, const Explainer& explainer,
    const Explanation& explanation) {
  OutputSet outputs(flags_.force);
  if (!figure.empty() || !flags_.overlay.empty())
    PaintOverlay(frame, explanation);
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
