#include "camapp/live/source_report.h"

#include <utility>

#include "camapp/live/pacer.h"
#include "engine/base/counted.h"

namespace camglass {
namespace {

constexpr uint64_t kDamagedBeforeWarning = 10;
constexpr int64_t kDamagedLimitNs = 2'000'000'000;

}  // namespace

void SourceReport::Update(const FrameSource& source) {
  const uint64_t undecodable = stats_->counts().damaged;
  const std::lock_guard lock(mutex_);
  source.Describe(&state_);
  state_.undecodable = undecodable;
  TellSize();
  const bool damaged = damaged_since_ns_ != 0 &&
                       MonotonicNs() - damaged_since_ns_ >= kDamagedLimitNs;
  if (damaged && state_.state == "streaming") state_.state = "damaged";
}

void SourceReport::CopyTo(SourceState* state) const {
  const std::lock_guard lock(mutex_);
  *state = state_;
}

// Streams of JPEGs announce no size, and cameras may send another.
void SourceReport::NoteDecoded(const FrameFormat& format, Extent size,
                               const ToleratedFaults& faults) {
  EndDamage();
  NoteFaults(faults);
  if (PixelFormatOf(format.fourcc) != PixelFormat::kMjpeg) return;
  const std::lock_guard lock(mutex_);
  jpeg_size_ = size;
  TellSize();
}

void SourceReport::EndDamage() {
  if (damage_told_) log_("frames can be decoded again");
  damage_told_ = false;
  if (damaged_in_a_row_ == 0) return;
  damaged_in_a_row_ = 0;
  const std::lock_guard lock(mutex_);
  damaged_since_ns_ = 0;
}

void SourceReport::TellSize() {
  if (jpeg_size_.h == 0 ||
      PixelFormatOf(state_.format.fourcc) != PixelFormat::kMjpeg)
    return;
  state_.format.width = static_cast<uint32_t>(jpeg_size_.w);
  state_.format.height = static_cast<uint32_t>(jpeg_size_.h);
}

// Single damaged frames are a camera's everyday life; many are news, and so is
// nothing else for a while.
void SourceReport::NoteDamage(const Status& why) {
  stats_->Count([](LiveCounts& counts) { ++counts.damaged; });
  const int64_t now = MonotonicNs();
  bool long_since = false;
  {
    const std::lock_guard lock(mutex_);
    if (damaged_since_ns_ == 0) damaged_since_ns_ = now;
    long_since = now - damaged_since_ns_ >= kDamagedLimitNs;
  }
  ++damaged_in_a_row_;
  if (damage_told_ ||
      (damaged_in_a_row_ < kDamagedBeforeWarning && !long_since))
    return;
  damage_told_ = true;
  log_("the last " + Counted(damaged_in_a_row_, "frame") +
       " could not be decoded: " + why.message());
}

// A camera that sends such frames sends nothing else: once is enough.
void SourceReport::NoteFaults(const ToleratedFaults& faults) {
  if (faults.frames == 0) return;
  uint64_t before = 0;
  stats_->Count([&](LiveCounts& counts) {
    before = std::exchange(counts.faulty, faults.frames);
  });
  if (before == 0)
    log_("the JPEG frames are not quite as they should be (" + faults.first +
         "), but no pixel is missing: they are shown");
}

std::vector<std::string> WaitingWords(const SourceState& source) {
  const std::string& now = source.state;
  if (now == "absent")
    return {source.name + " is gone", "Plug it in again: it is waited for"};
  if (now == "stalled" || now == "retrying")
    return {source.name + " gives no frames", "It is being tried again"};
  if (now == "damaged")
    return {source.name + " gives only damaged frames",
            std::to_string(source.damaged()) +
                " so far; try another cable, port or --format"};
  return {};
}

}  // namespace camglass
