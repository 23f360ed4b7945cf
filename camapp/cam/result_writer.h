// Draws and writes what one explained picture gives.
#ifndef CAMGLASS_CAMAPP_CAM_RESULT_WRITER_H_
#define CAMGLASS_CAMAPP_CAM_RESULT_WRITER_H_

#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/picture/exact_overlay.h"
#include "camapp/picture/figure.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct OutputFlags;  // picture_batch.h

class ResultWriter {
 public:
  // `flags` must outlive the writer.
  ResultWriter(const OutputFlags& flags, const OverlayOptions& overlay)
      : flags_(flags), options_(overlay) {}

  // Writes the figure, unless its name is empty, and each other file that the
  // flags name, and returns the names. All outputs are complete before the
  // first gets its name, so that a failure leaves none of them.
  StatusOr<std::vector<std::string>> Write(const std::string& figure,
                                           const Picture& frame,
                                           const Explainer& explainer,
                                           const Explanation& explanation);

 private:
  void PaintOverlay(const Picture& frame, const Explanation& explanation);

  const OutputFlags& flags_;
  OverlayOptions options_;
  ExactOverlayPainter painter_;
  FigurePainter figure_painter_;
  Picture overlay_;
  Picture figure_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_RESULT_WRITER_H_
