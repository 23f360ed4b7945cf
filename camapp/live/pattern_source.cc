#include <linux/videodev2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

#include "camapp/live/frame_sources.h"
#include "camapp/live/pacer.h"

namespace camglass {
namespace {

constexpr uint32_t kFramesARound = 120;

using Rgb = std::array<uint8_t, 3>;

constexpr Rgb kBars[] = {{235, 235, 235}, {235, 235, 16}, {16, 235, 235},
                         {16, 235, 16},   {235, 16, 235}, {235, 16, 16},
                         {16, 16, 235},   {16, 16, 16}};
constexpr Rgb kDisc = {240, 140, 20};

class Pattern : public FrameSource {
 public:
  Pattern(const FrameFormat& format, double fps);

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return true; }
  void Describe(SourceState* state) const override;

 private:
  void DrawBackground();
  void DrawDisc(uint8_t* rgb) const;
  size_t stride() const { return format_.stride[0]; }

  FrameFormat format_;
  double fps_;
  std::vector<uint8_t> background_;
  Pacer pacer_;
  uint64_t number_ = 0;
};

Pattern::Pattern(const FrameFormat& format, double fps)
    : format_(format), fps_(fps), background_(stride() * format.height) {
  DrawBackground();
}

void Pattern::DrawBackground() {
  const uint32_t ramp_top = format_.height * 3 / 4;
  for (uint32_t y = 0; y < format_.height; ++y) {
    uint8_t* row = background_.data() + y * stride();
    for (uint32_t x = 0; x < format_.width; ++x) {
      const Rgb& bar = kBars[x * std::size(kBars) / format_.width];
      const auto grey = static_cast<uint8_t>(x * 255 / format_.width);
      for (size_t ch = 0; ch < 3; ++ch)
        row[3 * x + ch] = y < ramp_top ? bar[ch] : grey;
    }
  }
}

void Pattern::DrawDisc(uint8_t* rgb) const {
  const double turn = 2 * std::numbers::pi *
                      static_cast<double>(number_ % kFramesARound) /
                      kFramesARound;
  const double w = format_.width;
  const double h = format_.height;
  const double radius = std::min(w, h) / 8;
  const double cx = w / 2 + w / 4 * std::cos(turn);
  const double cy = h / 2 + h / 4 * std::sin(turn);
  const auto top = static_cast<uint32_t>(std::max(0.0, cy - radius));
  const auto bottom = static_cast<uint32_t>(std::min(h, cy + radius));
  for (uint32_t y = top; y < bottom; ++y) {
    const double half =
        std::sqrt(std::max(0.0, radius * radius - (y - cy) * (y - cy)));
    const auto left = static_cast<uint32_t>(std::max(0.0, cx - half));
    const auto right = static_cast<uint32_t>(std::min(w, cx + half));
    for (uint32_t x = left; x < right; ++x)
      std::copy(kDisc.begin(), kDisc.end(), rgb + y * stride() + 3 * x);
  }
}

StatusOr<FrameSource::Event> Pattern::Next(int wake_fd, CapturedFrame* frame) {
  const auto due =
      static_cast<int64_t>(static_cast<double>(number_) * 1e9 / fps_);
  if (!pacer_.WaitFor(due, wake_fd)) return Event::kNothingYet;
  frame->format = format_;
  frame->bytes = background_;
  frame->plane_bytes = {background_.size(), 0, 0};
  DrawDisc(frame->bytes.data());
  frame->timestamp_ns = MonotonicNs();
  frame->sequence = static_cast<uint32_t>(number_++);
  return Event::kFrame;
}

void Pattern::Describe(SourceState* state) const {
  state->name = "test pattern";
  state->node.clear();
  state->state = "streaming";
  state->format = format_;
  state->fps = fps_;
  state->counts = {};
  state->counts.delivered = number_;
}

}  // namespace

StatusOr<std::unique_ptr<FrameSource>> MakePattern(uint32_t width,
                                                   uint32_t height,
                                                   double fps) {
  FrameFormat format;
  format.fourcc = V4L2_PIX_FMT_RGB24;
  format.width = width;
  format.height = height;
  format.stride[0] = width * 3;
  CAMGLASS_RETURN_IF_ERROR(CheckFrameFormat(format));
  return std::unique_ptr<FrameSource>(std::make_unique<Pattern>(format, fps));
}

}  // namespace camglass
