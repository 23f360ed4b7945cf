#include "camapp/page/stream_sessions.h"

#include <memory>
#include <utility>

namespace camglass {
namespace {

constexpr size_t kBlock = 16 * 1024;

}  // namespace

struct StreamSessions::Session {
  Session(StreamSessions* all, StreamKind kind, MHD_Connection* to,
          ConnectionWatch::Entry* watched)
      : sessions(all),
        connection(to),
        entry(watched),
        reader(kind, &all->feed_) {}

  StreamSessions* sessions;
  MHD_Connection* connection;
  ConnectionWatch::Entry* entry;
  StreamReader reader;
};

unsigned StreamSessions::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

uint64_t StreamSessions::opened() const {
  const std::lock_guard lock(mutex_);
  return opened_;
}

MHD_Response* StreamSessions::Open(StreamKind kind, MHD_Connection* connection,
                                   ConnectionWatch::Entry* entry) {
  {
    const std::lock_guard lock(mutex_);
    if (count_ == most_ || ending_) return nullptr;
    ++count_;
    ++opened_;
  }
  // The response owns it from here on.
  auto session = std::make_unique<Session>(this, kind, connection, entry);
  MHD_Response* response = MHD_create_response_from_callback(
      MHD_SIZE_UNKNOWN, kBlock, Read, session.get(), Free);
  if (response != nullptr) {
    static_cast<void>(session.release());
    return response;
  }
  const std::lock_guard lock(mutex_);
  --count_;
  return nullptr;
}

void StreamSessions::End() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ResumeWaiting();
}

ssize_t StreamSessions::Read(void* session, uint64_t, char* to, size_t size) {
  auto* self = static_cast<Session*>(session);
  return self->sessions->ReadSome(self, {to, size});
}

void StreamSessions::Free(void* session) {
  const std::unique_ptr<Session> ended(static_cast<Session*>(session));
  const std::lock_guard lock(ended->sessions->mutex_);
  --ended->sessions->count_;
}

// Under the lock, so that no picture comes between finding none and waiting.
ssize_t StreamSessions::ReadSome(Session* session, std::span<char> to) {
  const std::lock_guard lock(mutex_);
  if (ending_) return MHD_CONTENT_READER_END_OF_STREAM;
  const bool was_in_picture = session->reader.in_picture();
  size_t size = 0;
  switch (session->reader.Read(to, &size)) {
    case StreamReader::Result::kBytes:
      if (!was_in_picture) watch_->Restart(session->entry);
      return static_cast<ssize_t>(size);
    case StreamReader::Result::kEnd:
      return MHD_CONTENT_READER_END_OF_STREAM;
    case StreamReader::Result::kNothingYet:
      break;
  }
  watch_->Pause(session->entry);
  MHD_suspend_connection(session->connection);
  waiting_.push_back(session->connection);
  return 0;
}

void StreamSessions::ResumeWaiting() {
  const std::lock_guard lock(mutex_);
  for (MHD_Connection* connection : waiting_) MHD_resume_connection(connection);
  waiting_.clear();
}

}  // namespace camglass
