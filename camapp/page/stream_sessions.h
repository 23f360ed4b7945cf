// Streams that are being sent, and those of them that wait for a picture.
#ifndef CAMGLASS_CAMAPP_PAGE_STREAM_SESSIONS_H_
#define CAMGLASS_CAMAPP_PAGE_STREAM_SESSIONS_H_

#include <microhttpd.h>

#include <cstdint>
#include <mutex>
#include <vector>

#include "camapp/page/connection_watch.h"
#include "camapp/page/jpeg_feed.h"
#include "camapp/page/stream_reader.h"

namespace camglass {

class StreamSessions {
 public:
  StreamSessions(unsigned most, ConnectionWatch* watch)
      : most_(most), watch_(watch), feed_(most, [this] { ResumeWaiting(); }) {}

  JpegFeed& feed() { return feed_; }
  unsigned count() const;
  uint64_t opened() const;  // so far

  // A response that sends pictures to this connection; null where there are
  // most streams already. The connection's entry has a deadline while a picture
  // is under way.
  MHD_Response* Open(StreamKind kind, MHD_Connection* connection,
                     ConnectionWatch::Entry* entry);

  // Ends all streams, so that the server can stop.
  void End();

 private:
  struct Session;

  static ssize_t Read(void* session, uint64_t at, char* to, size_t size);
  static void Free(void* session);
  ssize_t ReadSome(Session* session, std::span<char> to);
  void ResumeWaiting();

  const unsigned most_;
  ConnectionWatch* watch_;
  mutable std::mutex mutex_;
  unsigned count_ = 0;
  uint64_t opened_ = 0;
  bool ending_ = false;
  std::vector<MHD_Connection*> waiting_;
  JpegFeed feed_;  // last: its thread uses the others
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_STREAM_SESSIONS_H_
