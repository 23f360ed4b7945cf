#include "camapp/cam/frame_resizer.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {
namespace {

// The whole pixels nearest to `region`, at least one, inside the picture.
PixelRegion WholePixels(const Region& region, Extent picture) {
  const auto span = [](double from, double length, size_t side) {
    const auto begin =
        std::min(static_cast<size_t>(std::lround(from)), side - 1);
    const auto end =
        std::min(static_cast<size_t>(std::lround(from + length)), side);
    return std::pair(begin, std::max(end, begin + 1) - begin);
  };
  const auto [top, h] = span(region.y, region.h, picture.h);
  const auto [left, w] = span(region.x, region.w, picture.w);
  return {top, left, {h, w}};
}

}  // namespace

Status FrameResizer::SetFrameSize(Extent frame) {
  if (frame_ == frame) return Status();
  frame_.reset();
  CAMGLASS_RETURN_IF_ERROR(plan_.rule == ResizeRule::kCrop
                               ? PlanCrop(frame)
                               : PlanWholeFrame(frame));
  frame_ = frame;
  return Status();
}

Status FrameResizer::PlanWholeFrame(Extent frame) {
  CAMGLASS_ASSIGN_OR_RETURN(const InputResize resize,
                            WholeFrameResize(frame, plan_.length, plan_.rule));
  const AxisScales scales = {resize.scale, resize.scale};
  if (plan_.quality == ResizeQuality::kExact)
    exact_ = ExactResizer<uint8_t>(frame, resize.size, 3, scales);
  else
    fast_ = FastResizer(frame, resize.size, scales);
  input_ = resize.size;
  covered_ = {0, 0, frame};
  // The last column of pixels may reach beyond the frame.
  shown_ = {0, 0, static_cast<double>(resize.size.h) / resize.scale,
            static_cast<double>(resize.size.w) / resize.scale};
  return Status();
}

Status FrameResizer::PlanCrop(Extent frame) {
  CAMGLASS_ASSIGN_OR_RETURN(
      crop_, PlanEvaluationCrop(frame, plan_.crop_resize, plan_.length));
  input_ = {plan_.length, plan_.length};
  shown_ = crop_.InPicture(frame);
  covered_ = WholePixels(shown_, frame);
  return Status();
}

CellGrid FrameResizer::InFrame(const CellGrid& cells) const {
  const auto moved = [](const AxisCells& axis, double from, double length,
                        size_t pixels) {
    const double scale = length / static_cast<double>(pixels);
    // From centres of pixels to their edges, and back.
    return AxisCells{from + scale * (axis.first + 0.5) - 0.5,
                     scale * axis.pitch};
  };
  return {moved(cells.y, shown_.y, shown_.h, input_.h),
          moved(cells.x, shown_.x, shown_.w, input_.w)};
}

void FrameResizer::Resize(const Picture& frame, Picture* input) {
  CAMGLASS_CHECK(frame_ == frame.extent());
  if (plan_.rule == ResizeRule::kCrop) {
    *input = CropForEvaluation(frame, crop_);
    return;
  }
  input->Resize(input_);
  if (plan_.quality == ResizeQuality::kExact)
    exact_.Apply(frame.rgb.data(), input->rgb.data());
  else
    fast_.Apply(frame.rgb.data(), input->rgb.data());
}

}  // namespace camglass
