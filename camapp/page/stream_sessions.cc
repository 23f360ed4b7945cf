#include "camapp/page/stream_sessions.h"

#include <memory>
#include <utility>

namespace camglass {
namespace {

constexpr size_t kBlock = 16 * 1024;

}  // namespace

// Destroyed from the last: the picture is given back, then the seat is left.
struct StreamSessions::Session {
  Session(StreamSessions* all, Watchers::Seat taken, MHD_Connection* to,
          ConnectionWatch::Entry* watched)
      : sessions(all),
        connection(to),
        entry(watched),
        seat(std::move(taken)),
        reader(&FeedOf(), seat.needs_new() ? FeedOf().newest_number() : 0) {
    ++sessions->count_;
  }
  ~Session() { --sessions->count_; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  JpegFeed& FeedOf() const { return sessions->feeds_->of(seat.shape()); }

  StreamSessions* sessions;
  MHD_Connection* connection;
  ConnectionWatch::Entry* entry;
  Watchers::Seat seat;
  StreamReader reader;
};

MHD_Response* StreamSessions::Open(Watchers::Seat seat,
                                   MHD_Connection* connection,
                                   ConnectionWatch::Entry* entry) {
  // The response owns it from here on.
  auto session =
      std::make_unique<Session>(this, std::move(seat), connection, entry);
  MHD_Response* response = MHD_create_response_from_callback(
      MHD_SIZE_UNKNOWN, kBlock, Read, session.get(), Free);
  if (response != nullptr) static_cast<void>(session.release());
  return response;
}

void StreamSessions::End() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ResumeAll();
}

ssize_t StreamSessions::Read(void* session, uint64_t, char* to, size_t size) {
  auto* self = static_cast<Session*>(session);
  return self->sessions->ReadSome(self, {to, size});
}

void StreamSessions::Free(void* session) {
  delete static_cast<Session*>(session);
}

// Under the lock, so that no picture comes between finding none and waiting.
ssize_t StreamSessions::ReadSome(Session* session, std::span<char> to) {
  const std::lock_guard lock(mutex_);
  if (ending_) return MHD_CONTENT_READER_END_OF_STREAM;
  const bool was_in_picture = session->reader.in_picture();
  size_t size = 0;
  if (session->reader.Read(to, &size)) {
    if (!was_in_picture) watch_->Restart(session->entry);
    return static_cast<ssize_t>(size);
  }
  watch_->Pause(session->entry);
  MHD_suspend_connection(session->connection);
  waiting_.push_back(session->connection);
  return 0;
}

void StreamSessions::ResumeAll() {
  const std::lock_guard lock(mutex_);
  for (MHD_Connection* connection : waiting_) MHD_resume_connection(connection);
  waiting_.clear();
}

}  // namespace camglass
