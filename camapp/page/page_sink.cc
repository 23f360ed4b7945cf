#include "camapp/page/page_sink.h"

#include <algorithm>
#include <utility>

#include "camapp/live/pacer.h"
#include "camapp/page/command_buttons.h"
#include "camapp/viewer/scene_layout.h"
#include "engine/base/stopwatch.h"

namespace camglass {
namespace {

// Larger pictures cost the network time, and no browser's window shows them.
constexpr Extent kMostPixels = {1440, 1920};
// Of a tall picture: two of a phone's pixels for each of its browser's.
constexpr size_t kTallPixelsWide = 720;
constexpr double kTallTextScale = 2;
// Browsers show a stream's picture when the next one begins.
constexpr int64_t kLongestPauseNs = 500'000'000;
// More than anyone can press before the next frame.
constexpr size_t kMostCommands = 64;

// Pages say messages of their own accord, wherever they are scrolled; once is
// enough. Other notices are of the picture itself.
bool SaysTheMessage(const Scene& scene, const ViewerState& state) {
  return scene.words.notice.size() == 1 &&
         scene.words.notice.front() == state.message;
}

}  // namespace

StatusOr<std::unique_ptr<PageSink>> PageSink::Start(
    const PageServerOptions& options,
    std::function<void(const Command&)> post) {
  std::unique_ptr<PageSink> sink(new PageSink(std::move(post)));
  CAMGLASS_ASSIGN_OR_RETURN(sink->server_,
                            PageServer::Start(options, sink.get()));
  return sink;
}

PageSink::PageSink(std::function<void(const Command&)> post)
    : post_(std::move(post)), html_(PageWithCommands()) {
  asked_.reserve(kMostCommands);
}

// Whoever has just come needs a picture, even where none is new.
StatusOr<bool> PageSink::Attend() {
  {
    const std::lock_guard lock(mutex_);
    for (const Command& command : asked_) post_(command);
    asked_.clear();
  }
  const uint64_t before = std::exchange(welcomed_, server_->newcomers());
  const bool repeats = given_ns_ > 0 && server_->has_streams() &&
                       MonotonicNs() - given_ns_ > kLongestPauseNs;
  return welcomed_ != before || repeats;
}

Extent PageSink::Size(PictureShape shape, const Scene& scene) const {
  if (!server_->is_watched(shape)) return {0, 0};
  if (shape == PictureShape::kTall)
    return NarrowCanvas(scene.frame_size, scene.two_panes, kTallPixelsWide,
                        kTallTextScale);
  return CanvasWithin(NaturalSize(scene), kMostPixels);
}

StatusOr<ShowTimes> PageSink::Present(const Scene& scene,
                                      const ViewerState& state) {
  {
    const std::lock_guard lock(mutex_);
    state_ = state;
  }
  if (!scene.words.help.empty()) return Present(WithoutHelp(scene), state);
  if (SaysTheMessage(scene, state)) {
    Scene quiet = scene;
    quiet.words.notice.clear();
    return Present(quiet, state);
  }
  ShowTimes times;
  for (const PictureShape shape : kPictureShapes) {
    const Extent size = Size(shape, scene);
    if (size.h == 0) continue;
    Stopwatch watch;
    CAMGLASS_ASSIGN_OR_RETURN(
        const Picture* picture,
        painters_[static_cast<size_t>(shape)].Paint(
            scene, size, shape == PictureShape::kTall ? kTallTextScale : 1));
    times.draw += watch.Lap();
    server_->Give(shape, *picture);
    given_ns_ = MonotonicNs();
    times.write += watch.Lap();
  }
  return times;
}

std::string PageSink::StateJson() {
  std::unique_lock lock(mutex_);
  const ViewerState state = state_;
  lock.unlock();
  return camglass::StateJson(state) + "\n";
}

Status PageSink::TakeCommand(std::string_view name,
                             std::optional<size_t> number) {
  CAMGLASS_ASSIGN_OR_RETURN(const Command command, ParseCommand(name, number));
  if (InfoOf(command.kind).window_only)
    return UsageError("only camapp's window has " + std::string(name));
  const std::lock_guard lock(mutex_);
  if (asked_.size() == kMostCommands)
    return Busy("too many commands at once; try again");
  asked_.push_back(command);
  return Status();
}

}  // namespace camglass
