// Frames to the size that a network wants, and where in the frame that lies.
#ifndef CAMGLASS_CAMAPP_CAM_FRAME_RESIZER_H_
#define CAMGLASS_CAMAPP_CAM_FRAME_RESIZER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "camapp/picture/evaluation_crop.h"
#include "camapp/picture/exact_resizer.h"
#include "camapp/picture/fast_resizer.h"
#include "camapp/picture/input_extent.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/graph/cell_grid.h"

namespace camglass {

enum class ResizeQuality {
  kExact,  // MATLAB's imresize in every byte
  kFast,   // the same in single precision: a byte may differ by one; for the
           // evaluation crop there is only the exact one
};

struct ResizePlan {
  ResizeRule rule = ResizeRule::kShort;
  ResizeQuality quality = ResizeQuality::kExact;
  size_t length = 0;       // of the input's reference side
  size_t crop_resize = 0;  // kCrop: the short side before the square is cut
};

// Keeps its tables while frames have the same size.
class FrameResizer {
 public:
  explicit FrameResizer(const ResizePlan& plan) : plan_(plan) {}

  // Fails where a frame of that size can't be made an input.
  Status SetFrameSize(Extent frame);

  Extent input() const { return input_; }
  // The part of the frame that the input shows.
  PixelRegion covered() const { return covered_; }

  // The same places in the frame as `cells` in the input, in their pixels.
  CellGrid InFrame(const CellGrid& cells) const;

  // frame has the size last set. Allocates nothing for whole frames once *input
  // has its size.
  void Resize(const Picture& frame, Picture* input);

 private:
  Status PlanWholeFrame(Extent frame);
  Status PlanCrop(Extent frame);

  ResizePlan plan_;
  std::optional<Extent> frame_;
  Extent input_;
  PixelRegion covered_;
  Region shown_;  // of the frame by the input's pixels, not rounded
  ExactResizer<uint8_t> exact_;
  FastResizer fast_;
  EvaluationCrop crop_{};
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FRAME_RESIZER_H_
