// Pictures encoded once for everyone who watches: the newest wins.
#ifndef CAMGLASS_CAMAPP_PAGE_JPEG_FEED_H_
#define CAMGLASS_CAMAPP_PAGE_JPEG_FEED_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "camapp/page/watchers.h"
#include "camapp/picture/jpeg/frame_encoder.h"
#include "camapp/picture/picture.h"

namespace camglass {

struct EncodedPicture {
  uint64_t number = 0;  // counts the encoded ones, from 1
  std::vector<uint8_t> jpeg;
};

// Give may be called by one thread, everything else by any. Memory: one picture
// in waiting, one being encoded, and one JPEG for each that is held. Once sizes
// stay, nothing is allocated.
class JpegFeed {
 public:
  using Held = std::shared_ptr<const EncodedPicture>;

  // At most `holders` JPEGs are held at once. on_new is called by the encoding
  // thread for every new JPEG.
  JpegFeed(size_t holders, std::function<void()> on_new);
  ~JpegFeed();
  JpegFeed(const JpegFeed&) = delete;
  JpegFeed& operator=(const JpegFeed&) = delete;

  // Copies the picture and returns; it is left out where a newer one comes
  // before its turn.
  void Give(const Picture& picture);

  // The newest JPEG if its number is greater than `seen`, else null.
  Held Newer(uint64_t seen) const;
  void Release(Held* held);  // *held becomes null
  uint64_t newest_number() const;

 private:
  using Slot = std::shared_ptr<EncodedPicture>;

  void Run();
  bool WaitForPicture();
  void Encode();
  Slot FreeSlot();

  const std::function<void()> on_new_;
  JpegFrameEncoder encoder_;
  Picture encoding_;  // the encoding thread's

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Picture waiting_;
  bool has_waiting_ = false;
  bool ending_ = false;
  std::vector<Slot> slots_;
  Slot newest_;
  uint64_t number_ = 0;

  std::thread thread_;
};

class PictureFeeds {
 public:
  // As JpegFeed, for each of them.
  PictureFeeds(size_t holders, const std::function<void()>& on_new)
      : wide_(holders, on_new), tall_(holders, on_new) {}

  JpegFeed& of(PictureShape shape) {
    return shape == PictureShape::kWide ? wide_ : tall_;
  }

 private:
  JpegFeed wide_;
  JpegFeed tall_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_JPEG_FEED_H_
