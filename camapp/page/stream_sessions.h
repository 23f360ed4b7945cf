// Streams that are being sent, and those of them that wait for a picture.
#ifndef CAMGLASS_CAMAPP_PAGE_STREAM_SESSIONS_H_
#define CAMGLASS_CAMAPP_PAGE_STREAM_SESSIONS_H_

#include <microhttpd.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "camapp/page/connection_watch.h"
#include "camapp/page/jpeg_feed.h"
#include "camapp/page/stream_reader.h"
#include "camapp/page/watchers.h"

namespace camglass {

class StreamSessions {
 public:
  // Both must outlive it.
  StreamSessions(PictureFeeds* feeds, ConnectionWatch* watch)
      : feeds_(feeds), watch_(watch) {}

  // A response that sends pictures to this connection; null where there
  // is no memory. The connection's entry has a deadline while a picture is
  // under way.
  MHD_Response* Open(Watchers::Seat seat, MHD_Connection* connection,
                     ConnectionWatch::Entry* entry);

  unsigned count() const { return count_; }

  void ResumeAll();
  // Ends all streams, so that the server can stop.
  void End();

 private:
  struct Session;

  static ssize_t Read(void* session, uint64_t at, char* to, size_t size);
  static void Free(void* session);
  ssize_t ReadSome(Session* session, std::span<char> to);

  PictureFeeds* feeds_;
  ConnectionWatch* watch_;
  std::atomic<unsigned> count_{0};
  std::mutex mutex_;
  bool ending_ = false;
  std::vector<MHD_Connection*> waiting_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_STREAM_SESSIONS_H_
