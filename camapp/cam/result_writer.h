// Draws and writes what one explained picture gives.
#ifndef CAMGLASS_CAMAPP_CAM_RESULT_WRITER_H_
#define CAMGLASS_CAMAPP_CAM_RESULT_WRITER_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/picture/exact_overlay.h"
#include "camapp/picture/figure.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct OutputFlags;  // picture_batch.h

// What is drawn on an overlay beside its colours.
struct Outlines {
  bool contour = false;
  bool box = false;
};

class ResultWriter {
 public:
  // `flags` must outlive the writer.
  ResultWriter(const OutputFlags& flags, const OverlayOptions& overlay,
               const Outlines& outlines)
      : flags_(flags), options_(overlay), outlines_(outlines) {}

  // Writes the figure, unless its name is empty, and each other file that the
  // flags name, and returns the names. All outputs are complete before the
  // first gets its name, so that a failure leaves none of them.
  StatusOr<std::vector<std::string>> Write(const std::string& figure,
                                           const Picture& frame,
                                           const Explainer& explainer,
                                           const Explanation& explanation);

  // Of the last picture; none where the outlines have no box, or the map shows
  // nothing.
  const std::optional<PixelRegion>& box() const { return box_; }

 private:
  void FitPainter(const Picture& frame, const Explanation& explanation);
  void PaintOverlay(const Picture& frame, std::span<const float> map);
  Status PaintGrid(const Picture& frame, const Explainer& explainer,
                   const Explanation& explanation);

  const OutputFlags& flags_;
  OverlayOptions options_;
  Outlines outlines_;
  ExactOverlayPainter painter_;
  std::optional<CellGrid> cells_;  // that the painter is for
  std::optional<PixelRegion> box_;
  FigurePainter figure_painter_;
  Picture overlay_;
  Picture figure_;
  Picture grid_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_RESULT_WRITER_H_
