// Pictures of a list, decoded ahead by threads of their own and handed over in
// the order of the list.
#ifndef CAMGLASS_TOOLS_AUDIT_PICTURE_FEED_H_
#define CAMGLASS_TOOLS_AUDIT_PICTURE_FEED_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "camapp/picture/decode.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

class PictureFeed {
 public:
  // At most two pictures per thread wait to be taken.
  PictureFeed(std::vector<std::string> paths, size_t threads,
              const DecodeOptions& options);
  ~PictureFeed();  // the threads end after the pictures that they are at
  PictureFeed(const PictureFeed&) = delete;
  PictureFeed& operator=(const PictureFeed&) = delete;

  // The next picture, or why it can't be read (without its path). To be called
  // once per path.
  StatusOr<Picture> Next();

 private:
  void DecodeAhead();
  std::optional<StatusOr<Picture>>& SlotOf(size_t index);

  const std::vector<std::string> paths_;
  const DecodeOptions options_;
  std::mutex mutex_;
  std::condition_variable decoded_;
  std::condition_variable taken_;
  std::vector<std::optional<StatusOr<Picture>>> slots_;  // a ring
  size_t started_ = 0;  // paths that a thread has begun with
  size_t next_ = 0;     // to be handed over
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_PICTURE_FEED_H_
