// The page as an output of the live view.
#ifndef CAMGLASS_CAMAPP_PAGE_PAGE_OUTPUT_H_
#define CAMGLASS_CAMAPP_PAGE_PAGE_OUTPUT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "camapp/page/page_server.h"
#include "camapp/viewer/command.h"
#include "camapp/viewer/viewer_output.h"
#include "camapp/viewer/viewer_state.h"
#include "engine/status.h"

namespace camglass {

// Paints only while somebody watches, and encodes in a thread of its own.
class PageOutput : public ViewerOutput, private PageContent {
 public:
  // Fails as PageServer::Start does. post: called by the output thread alone,
  // with what people ask for.
  static StatusOr<std::unique_ptr<PageOutput>> Start(
      const PageServerOptions& options,
      std::function<void(const Command&)> post);

  const PageServer& server() const { return *server_; }

  StatusOr<bool> Attend() override;
  Extent Size(Extent natural) override;
  StatusOr<ShowTimes> PresentPicture(const Picture& picture,
                                     const ViewerState& state) override;
  Status PresentState(const ViewerState& state) override;

 private:
  explicit PageOutput(std::function<void(const Command&)> post);

  std::string Html() override { return html_; }
  std::string StateJson() override;
  Status TakeCommand(std::string_view name,
                     std::optional<size_t> number) override;

  const std::function<void(const Command&)> post_;
  const std::string html_;
  uint64_t welcomed_ = 0;  // of the watchers so far
  int64_t given_ns_ = 0;   // when the last picture was

  std::mutex mutex_;
  ViewerState state_;  // the latest
  std::vector<Command> asked_;

  std::unique_ptr<PageServer> server_;  // last: its thread uses the others
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PAGE_OUTPUT_H_
