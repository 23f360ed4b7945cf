// The page as a sink of scenes.
#ifndef CAMGLASS_CAMAPP_PAGE_PAGE_SINK_H_
#define CAMGLASS_CAMAPP_PAGE_PAGE_SINK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "camapp/page/page_server.h"
#include "camapp/page/watchers.h"
#include "camapp/viewer/command.h"
#include "camapp/viewer/scene_painter.h"
#include "camapp/viewer/scene_sink.h"
#include "camapp/viewer/viewer_state.h"
#include "engine/base/status.h"

namespace camglass {

// Paints only what somebody watches, and encodes in threads of its own. The
// help is the page's own, never drawn into what everybody sees.
class PageSink : public SceneSink, private PageContent {
 public:
  // Fails as PageServer::Start does. post: called by the sinks' thread alone,
  // with what people ask for.
  static StatusOr<std::unique_ptr<PageSink>> Start(
      const PageServerOptions& options,
      std::function<void(const Command&)> post);

  const PageServer& server() const { return *server_; }

  StatusOr<bool> Attend() override;
  StatusOr<ShowTimes> Present(const Scene& scene,
                              const ViewerState& state) override;

  // At which a scene is painted for this shape; {0, 0}: nobody looks.
  Extent Size(PictureShape shape, const Scene& scene) const;

 private:
  explicit PageSink(std::function<void(const Command&)> post);

  std::string Html() override { return html_; }
  std::string StateJson() override;
  Status TakeCommand(std::string_view name,
                     std::optional<size_t> number) override;

  const std::function<void(const Command&)> post_;
  const std::string html_;
  uint64_t welcomed_ = 0;  // of the newcomers so far
  int64_t given_ns_ = 0;   // when the last picture was; 0: none was yet
  std::array<ScenePainter, std::size(kPictureShapes)> painters_;

  std::mutex mutex_;
  ViewerState state_;  // the latest
  std::vector<Command> asked_;

  std::unique_ptr<PageServer> server_;  // last: its thread uses the others
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PAGE_SINK_H_
