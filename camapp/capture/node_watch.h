// Tells when a video node may have appeared or become accessible.
#ifndef CAMGLASS_CAMAPP_CAPTURE_NODE_WATCH_H_
#define CAMGLASS_CAMAPP_CAPTURE_NODE_WATCH_H_

#include "camapp/capture/system_calls.h"

namespace camglass {

class NodeWatch {
 public:
  // Watches /dev. Where that isn't possible fd() is -1 and nothing is ever
  // reported: the caller's timer is then all there is.
  explicit NodeWatch(SystemCalls& system);
  ~NodeWatch();
  NodeWatch(const NodeWatch&) = delete;
  NodeWatch& operator=(const NodeWatch&) = delete;

  int fd() const { return fd_; }  // readable when there is news

  // Takes all news; true where some of it was about a video node.
  bool TakeNews();

 private:
  SystemCalls& system_;
  int fd_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_NODE_WATCH_H_
