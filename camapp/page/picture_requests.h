// Requests for one picture, which wait until there is a new one.
#ifndef CAMGLASS_CAMAPP_PAGE_PICTURE_REQUESTS_H_
#define CAMGLASS_CAMAPP_PAGE_PICTURE_REQUESTS_H_

#include <microhttpd.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include "camapp/page/connection_watch.h"
#include "camapp/page/jpeg_feed.h"
#include "camapp/page/watchers.h"

namespace camglass {

// One such request, as long as it waits.
struct PictureRequest {
  Watchers::Seat seat;
  uint64_t seen = 0;  // the picture must be newer
  std::chrono::steady_clock::time_point until;
};

// A page that asks for one picture after the other holds no connection for
// longer than a picture takes, so that any number of a browser's tabs can take
// turns at its few connections.
class PictureRequests {
 public:
  // Both must outlive it.
  PictureRequests(PictureFeeds* feeds, ConnectionWatch* watch)
      : feeds_(feeds), watch_(watch) {}

  // seen: the number of the picture that the page has; one that was never given
  // (by this program, to this shape) counts as 0.
  PictureRequest Begin(Watchers::Seat seat, uint64_t seen);

  enum class Result {
    kPicture,  // *held
    kNothing,  // in the time that a request may wait
    kLater,    // the connection is suspended; ask again when it goes on
  };
  Result Take(const PictureRequest& request, MHD_Connection* connection,
              ConnectionWatch::Entry* entry, JpegFeed::Held* held);

  // The answer that sends the picture; null where there is no memory.
  MHD_Response* Answer(PictureRequest request, JpegFeed::Held held);

  void ResumeAll();
  void ResumeOverdue();
  // Lets nobody wait any more, so that the server can stop.
  void End();

 private:
  struct Waiting {
    MHD_Connection* connection;
    std::chrono::steady_clock::time_point until;
  };

  PictureFeeds* feeds_;
  ConnectionWatch* watch_;
  std::mutex mutex_;
  bool ending_ = false;
  std::vector<Waiting> waiting_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PICTURE_REQUESTS_H_
