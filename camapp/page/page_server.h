// The page's HTTP server, on libmicrohttpd.
//
// Why not cpp-httplib: with the 0.11.4 of Debian 12 a header without an end
// made memory grow, and slow clients kept others from being served.
// libmicrohttpd takes limits for both.
#ifndef CAMGLASS_CAMAPP_PAGE_PAGE_SERVER_H_
#define CAMGLASS_CAMAPP_PAGE_PAGE_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "camapp/page/limits.h"
#include "camapp/page/listen_address.h"
#include "camapp/page/watchers.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// What is behind the page. Called by the server's thread.
class PageContent {
 public:
  virtual ~PageContent() = default;

  virtual std::string Html() = 0;
  virtual std::string StateJson() = 0;
  // Fails where there is no such command or it takes no such number.
  virtual Status TakeCommand(std::string_view name,
                             std::optional<size_t> number) = 0;
};

struct PageServerOptions {
  ListenAddress address;
  bool ask_token = true;
  std::string token;  // one that outlives the program; empty: a new one
  unsigned max_connections = limits::kMaxConnections;
  unsigned max_watchers = limits::kMaxWatchers;
  double max_seconds = limits::kMaxSeconds;
};

// Answers in a thread of its own until it is destroyed. However slow or hostile
// clients are, Give never waits for them and memory stays within the limits.
class PageServer {
 public:
  // content must outlive the server. Fails where the address can't be had, and
  // with kUsage where everybody could come in: no token beyond loopback.
  static StatusOr<std::unique_ptr<PageServer>> Start(
      const PageServerOptions& options, PageContent* content);
  ~PageServer();
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  // What to open in a browser, with the token.
  std::string url() const;
  const ListenAddress& address() const;
  const std::string& token() const;  // empty where none is asked for

  // Whether anyone waits for pictures of this shape, or did a moment ago.
  bool is_watched(PictureShape shape) const;
  bool has_streams() const;  // whether any of them is a stream
  // Grows whenever somebody needs a picture, even where none is new.
  uint64_t newcomers() const;
  // Shows a picture to all who watch. Called by one thread.
  void Give(PictureShape shape, const Picture& picture);

 private:
  struct Impl;
  explicit PageServer(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PAGE_SERVER_H_
