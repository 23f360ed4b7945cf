// A window that shows the live view.
#ifndef CAMGLASS_CAMAPP_WINDOW_WINDOW_H_
#define CAMGLASS_CAMAPP_WINDOW_WINDOW_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "camapp/viewer/command.h"
#include "camapp/viewer/scene_sink.h"
#include "engine/base/status.h"

namespace camglass {

// All calls in one thread. One at a time.
class Window : public SceneSink {
 public:
  using Receiver = std::function<void(const Command&)>;
  // Files and folders, as dropped on the window together.
  using DropReceiver = std::function<void(std::vector<std::string> paths)>;

  // Fails with kUnavailable where there is no display. The window appears with
  // the first scene, in that one's natural size as far as the display has room.
  static StatusOr<std::unique_ptr<Window>> Open();
  ~Window() override;
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Who is told what the user asks for: by keys, by a click on a label, by the
  // wheel, and kQuit where the window is closed. Called from Attend.
  void SetReceiver(Receiver receiver);
  // Likewise.
  void SetDropReceiver(DropReceiver receiver);

  StatusOr<ShowTimes> Present(const Scene& scene,
                              const ViewerState& state) override;
  StatusOr<bool> Attend() override;

 private:
  struct Impl;
  explicit Window(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_WINDOW_H_
