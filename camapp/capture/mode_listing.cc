#include "camapp/capture/mode_listing.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <functional>

#include "camapp/capture/limits.h"

namespace camglass {
namespace {

struct Size {
  uint32_t width;
  uint32_t height;
  bool operator==(const Size&) const = default;
};

// The nearest value not below `wanted` that a range with a step holds.
uint32_t InRange(uint32_t wanted, uint32_t least, uint32_t most,
                 uint32_t step) {
  if (wanted <= least || most <= least) return least;
  if (wanted >= most) return most;
  if (step <= 1) return wanted;
  const uint32_t steps = (wanted - least + step - 1) / step;
  return std::min(most, least + steps * step);
}

// From a range we list what people ask for, the user's wish and both ends.
std::vector<Size> SizesInRange(const v4l2_frmsize_stepwise& range,
                               Size wanted) {
  std::vector<Size> sizes;
  const Size asked[] = {wanted,
                        {320, 240},
                        {640, 480},
                        {1280, 720},
                        {1920, 1080},
                        {range.min_width, range.min_height},
                        {range.max_width, range.max_height}};
  for (const Size& size : asked) {
    const Size held = {
        InRange(size.width, range.min_width, range.max_width, range.step_width),
        InRange(size.height, range.min_height, range.max_height,
                range.step_height)};
    if (std::find(sizes.begin(), sizes.end(), held) == sizes.end())
      sizes.push_back(held);
  }
  return sizes;
}

std::vector<Size> SizesOf(const Device& device, uint32_t fourcc, Size wanted) {
  std::vector<Size> sizes;
  v4l2_frmsizeenum entry = {};
  entry.pixel_format = fourcc;
  for (; entry.index < limits::kMaxSizesPerFormat; ++entry.index) {
    if (device.Call(VIDIOC_ENUM_FRAMESIZES, &entry) < 0) break;
    if (entry.type != V4L2_FRMSIZE_TYPE_DISCRETE)
      return SizesInRange(entry.stepwise, wanted);
    sizes.push_back({entry.discrete.width, entry.discrete.height});
  }
  return sizes;
}

double FramesPerSecond(const v4l2_fract& interval) {
  return interval.numerator == 0
             ? 0
             : static_cast<double>(interval.denominator) / interval.numerator;
}

std::vector<double> RatesOf(const Device& device, uint32_t fourcc, Size size) {
  std::vector<double> rates;
  v4l2_frmivalenum entry = {};
  entry.pixel_format = fourcc;
  entry.width = size.width;
  entry.height = size.height;
  for (; entry.index < limits::kMaxIntervalsPerSize; ++entry.index) {
    if (device.Call(VIDIOC_ENUM_FRAMEINTERVALS, &entry) < 0) break;
    if (entry.type != V4L2_FRMIVAL_TYPE_DISCRETE) {
      rates = {FramesPerSecond(entry.stepwise.min),
               FramesPerSecond(entry.stepwise.max)};
      break;
    }
    rates.push_back(FramesPerSecond(entry.discrete));
  }
  std::sort(rates.begin(), rates.end(), std::greater<>());
  return rates;
}

void AddModes(const Device& device, uint32_t fourcc, Size wanted,
              std::vector<CaptureMode>& modes) {
  for (const Size& size : SizesOf(device, fourcc, wanted)) {
    CaptureMode mode;
    mode.fourcc = fourcc;
    mode.width = size.width;
    mode.height = size.height;
    mode.fps = RatesOf(device, fourcc, size);
    modes.push_back(std::move(mode));
  }
}

}  // namespace

StatusOr<std::vector<CaptureMode>> ListModes(const Device& device,
                                             uint32_t wanted_width,
                                             uint32_t wanted_height) {
  std::vector<CaptureMode> modes;
  v4l2_fmtdesc entry = {};
  entry.type = device.buffer_type();
  for (; entry.index < limits::kMaxFormats; ++entry.index) {
    const int result = device.Call(VIDIOC_ENUM_FMT, &entry);
    if (result == -EINVAL || result == -ENOTTY) break;  // the end of the list
    if (result < 0) return device.Error("list its formats", -result);
    const size_t before = modes.size();
    AddModes(device, entry.pixelformat, {wanted_width, wanted_height}, modes);
    // A driver that lists no sizes is asked for the wanted one.
    if (modes.size() == before)
      modes.push_back({entry.pixelformat, wanted_width, wanted_height, {}});
  }
  return modes;
}

}  // namespace camglass
