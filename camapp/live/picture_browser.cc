#include "camapp/live/picture_browser.h"

#include <linux/videodev2.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <utility>

#include "camapp/live/pacer.h"

namespace camglass {
namespace {

constexpr int kFramePauseMs = 200;
constexpr int64_t kNoticeTimeNs = 6'000'000'000;

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

}  // namespace

PictureBrowser::PictureBrowser(std::vector<std::string> pictures,
                               const DecodeOptions& decode, Log log)
    : decode_(decode),
      log_(std::move(log)),
      changed_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  wish_.pictures = std::move(pictures);
  ahead_path_ = wish_.pictures.front();
  // Pipes keep a reader waiting that can't be woken here; "-" is one.
  std::error_code error;
  if (ahead_path_ != "-" &&
      std::filesystem::is_regular_file(ahead_path_, error))
    ahead_ = std::async(std::launch::async, ReadStill, ahead_path_, decode_);
}

PictureBrowser::PictureBrowser(std::unique_ptr<FrameSource> base,
                               const DecodeOptions& decode, Log log)
    : base_(std::move(base)),
      decode_(decode),
      log_(std::move(log)),
      changed_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

PictureBrowser::~PictureBrowser() {
  if (changed_fd_ >= 0) close(changed_fd_);
}

void PictureBrowser::Wake() {
  ++wish_.version;
  const uint64_t one = 1;
  // Without it the wish is found a little later.
  [[maybe_unused]] const ssize_t written =
      write(changed_fd_, &one, sizeof(one));
}

void PictureBrowser::Open(std::vector<std::string> pictures) {
  const std::lock_guard lock(mutex_);
  if (!opened_) before_ = std::move(wish_.pictures);
  opened_ = true;
  wish_.pictures = std::move(pictures);
  wish_.place = 0;
  wish_.forward = true;
  Wake();
}

bool PictureBrowser::Step(bool forward) {
  const std::lock_guard lock(mutex_);
  const size_t count = wish_.pictures.size();
  if (count < 2) return false;
  wish_.place = (wish_.place + (forward ? 1 : count - 1)) % count;
  wish_.forward = forward;
  Wake();
  return true;
}

bool PictureBrowser::Close() {
  const std::lock_guard lock(mutex_);
  if (!opened_) return false;
  opened_ = false;
  wish_.pictures = std::move(before_);
  before_.clear();
  wish_.place = 0;
  wish_.forward = true;
  Wake();
  return true;
}

bool PictureBrowser::has_capture_times() const {
  return shown_.pictures.empty() && base_ != nullptr &&
         base_->has_capture_times();
}

bool PictureBrowser::still() const {
  return shown_.pictures.empty() ? base_ != nullptr && base_->still() : any_;
}

WholePicture PictureBrowser::whole() const {
  return shown_.pictures.empty() ? nullptr : still_.whole;
}

void PictureBrowser::Release() {
  if (base_ != nullptr) base_->Release();
}

StatusOr<StillPicture> PictureBrowser::TakeStill(const std::string& path) {
  auto ahead = std::move(ahead_);
  return ahead.valid() && path == ahead_path_ ? ahead.get()
                                              : ReadStill(path, decode_);
}

Status PictureBrowser::Read(const std::string& path, CapturedFrame* frame) {
  CAMGLASS_ASSIGN_OR_RETURN(StillPicture still, TakeStill(path));
  if (!still.note.empty()) log_(path + ": " + still.note);
  FrameFormat format;
  format.fourcc = V4L2_PIX_FMT_RGB24;
  format.width = static_cast<uint32_t>(still.shown.w);
  format.height = static_cast<uint32_t>(still.shown.h);
  format.stride[0] = format.width * 3;
  CAMGLASS_RETURN_IF_ERROR(CheckFrameFormat(format));
  frame->format = format;
  frame->bytes = std::exchange(still.shown.rgb, {});
  frame->plane_bytes = {frame->bytes.size(), 0, 0};
  frame->picture = path;
  frame->timestamp_ns = 0;
  frame->has_time = true;
  frame->sequence = static_cast<uint32_t>(given_++);
  format_ = format;
  still_ = std::move(still);
  return Status();
}

void PictureBrowser::PassOver(const std::string& path, const Status& why) {
  log_(path + ": passed over, since " + why.message());
  notice_ = {NameOf(path) + " can't be shown", why.message()};
  notice_until_ns_ = MonotonicNs() + kNoticeTimeNs;
}

StatusOr<FrameSource::Event> PictureBrowser::Give(Wish wish,
                                                  CapturedFrame* frame) {
  Status first;
  std::string first_path;
  const size_t count = wish.pictures.size();
  for (size_t tries = 0; tries < count; ++tries) {
    const std::string& path = wish.pictures[wish.place];
    const Status read = Read(path, frame);
    if (read.ok()) {
      if (!first.ok()) PassOver(first_path, first);
      any_ = true;
      const std::lock_guard lock(mutex_);
      // Whoever goes on goes on from here.
      if (wish_.version == wish.version) wish_.place = wish.place;
      shown_ = std::move(wish);
      return Event::kFrame;
    }
    if (!first.ok()) PassOver(path, read);
    if (first_path.empty()) first_path = path;
    if (first.ok()) first = read;
    wish.place = (wish.place + (wish.forward ? 1 : count - 1)) % count;
  }
  // Who is told why it ends is not told that it goes on.
  if (!any_ && base_ == nullptr) return first.WithContext(first_path);
  PassOver(first_path, first);
  Close();  // what was there before, if others were opened
  return Event::kNothingYet;
}

StatusOr<FrameSource::Event> PictureBrowser::GiveBase(int wake_fd,
                                                      CapturedFrame* frame) {
  const bool comes_back = !shown_.pictures.empty();
  shown_ = Wish();
  if (comes_back && !base_frame_.bytes.empty()) {
    *frame = base_frame_;
    return Event::kFrame;
  }
  frame->picture.clear();
  CAMGLASS_ASSIGN_OR_RETURN(const Event event, base_->Next(wake_fd, frame));
  const bool moves = base_->live() && !base_->still();
  if (event == Event::kFrame && !moves) base_frame_ = *frame;
  return event;
}

void PictureBrowser::Wait(int wake_fd) {
  pollfd waiting[] = {{wake_fd, POLLIN, 0}, {changed_fd_, POLLIN, 0}};
  poll(waiting, std::size(waiting), kFramePauseMs);
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken =
      read(changed_fd_, &count, sizeof(count));
}

StatusOr<FrameSource::Event> PictureBrowser::Next(int wake_fd,
                                                  CapturedFrame* frame) {
  std::unique_lock lock(mutex_);
  const bool is_new = wish_.version != given_version_;
  if (!is_new && !wish_.pictures.empty()) {
    lock.unlock();
    Wait(wake_fd);
    return Event::kNothingYet;
  }
  Wish wish = wish_;
  lock.unlock();
  given_version_ = wish.version;
  if (!wish.pictures.empty()) return Give(std::move(wish), frame);
  return GiveBase(wake_fd, frame);
}

void PictureBrowser::Describe(SourceState* state) const {
  state->notice.clear();
  if (shown_.pictures.empty() && base_ != nullptr) {
    base_->Describe(state);
    state->picture = 0;
    state->pictures = 0;
  } else {
    state->name = shown_.pictures.empty() ? "" : shown_.pictures[shown_.place];
    state->node.clear();
    state->state = "still";
    state->format = format_;
    state->format.width = static_cast<uint32_t>(still_.size.w);
    state->format.height = static_cast<uint32_t>(still_.size.h);
    state->fps = 0;
    state->counts = {};
    state->counts.delivered = given_;
    state->picture = shown_.place + 1;
    state->pictures = shown_.pictures.size();
  }
  if (MonotonicNs() < notice_until_ns_) state->notice = notice_;
}

}  // namespace camglass
