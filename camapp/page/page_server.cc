#include "camapp/page/page_server.h"

#include <microhttpd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "camapp/page/access_token.h"
#include "camapp/page/connection_watch.h"
#include "camapp/page/http_message.h"
#include "camapp/page/jpeg_feed.h"
#include "camapp/page/page_answers.h"
#include "camapp/page/picture_requests.h"
#include "camapp/page/request_check.h"
#include "camapp/page/stream_sessions.h"
#include "camapp/page/watchers.h"

namespace camglass {
namespace {

// Beyond the limits, so many connections are still told that they are reached,
// or are being closed; further ones wait until there is room.
constexpr unsigned kBeyondLimits = 16;
// What the system holds for a slow reader is old when it arrives.
constexpr int kSendBuffer = 128 * 1024;

ConnectionWatch::Entry* EntryOf(MHD_Connection* connection) {
  return static_cast<ConnectionWatch::Entry*>(
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
          ->socket_context);
}

}  // namespace

struct PageServer::Impl {
  Impl(const PageServerOptions& given, PageContent* content)
      : options(given),
        watchers(given.max_watchers),
        streams(&feeds, &watch),
        pictures(&feeds, &watch),
        answers({content, &policy, &watchers, &streams, &pictures}),
        watch(given.max_seconds, [this] { pictures.ResumeOverdue(); }),
        feeds(given.max_watchers, [this] {
          streams.ResumeAll();
          pictures.ResumeAll();
        }) {}

  ~Impl() {
    if (daemon == nullptr) return;
    streams.End();
    pictures.End();
    MHD_stop_daemon(daemon);
  }

  Status Start();
  Status MakePolicy();

  static MHD_Result OnRequest(void* impl, MHD_Connection* connection,
                              const char* path, const char* method,
                              const char* version, const char* upload,
                              size_t* upload_size, void** request);
  static void OnConnection(void* impl, MHD_Connection* connection,
                           void** context, MHD_ConnectionNotificationCode what);
  static void OnCompleted(void* impl, MHD_Connection* connection,
                          void** request, MHD_RequestTerminationCode how);

  MHD_Result Receive(MHD_Connection* connection, const RequestHead& head,
                     void** request);

  const PageServerOptions options;
  AccessPolicy policy;
  Watchers watchers;
  StreamSessions streams;
  PictureRequests pictures;
  PageAnswers answers;
  // Last, since their threads use the others.
  ConnectionWatch watch;
  PictureFeeds feeds;
  MHD_Daemon* daemon = nullptr;
};

Status PageServer::Impl::MakePolicy() {
  policy.address = options.address;
  if (!options.token.empty()) {
    policy.token = options.token;
    policy.is_lasting = true;
  } else if (options.ask_token) {
    CAMGLASS_ASSIGN_OR_RETURN(policy.token, NewAccessToken());
  } else if (!options.address.is_loopback()) {
    return UsageError(
        "--no-token is for this machine alone: leave it out, or "
        "serve on 127.0.0.1");
  }
  return Status();
}

Status PageServer::Impl::Start() {
  CAMGLASS_RETURN_IF_ERROR(MakePolicy());
  CAMGLASS_ASSIGN_OR_RETURN(const int listening, Listen(&policy.address));
  daemon =
      MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME,
                       0, nullptr, nullptr, OnRequest, this,              //
                       MHD_OPTION_LISTEN_SOCKET, listening,               //
                       MHD_OPTION_CONNECTION_LIMIT,                       //
                       options.max_connections + limits::kMaxStrangers +  //
                           kBeyondLimits,                                 //
                       MHD_OPTION_CONNECTION_MEMORY_LIMIT,                //
                       limits::kConnectionMemory,                         //
                       MHD_OPTION_NOTIFY_CONNECTION, OnConnection, this,  //
                       MHD_OPTION_NOTIFY_COMPLETED, OnCompleted, this,    //
                       MHD_OPTION_STRICT_FOR_CLIENT, 1,                   //
                       MHD_OPTION_END);
  if (daemon != nullptr) return Status();
  close(listening);
  return IoError(
      "--serve: the server could not be started; are there too many "
      "threads or open files?");
}

// Called first with the head alone, then once more when it is sure that no body
// follows, and again whenever a suspended connection goes on. An answer to the
// first call ends the connection.
MHD_Result PageServer::Impl::OnRequest(void* impl, MHD_Connection* connection,
                                       const char* path, const char* method,
                                       const char*, const char*,
                                       size_t* upload_size, void** request) {
  auto* self = static_cast<Impl*>(impl);
  if (*request == nullptr)
    return self->Receive(connection, HeadOf(connection, method, path), request);
  if (*upload_size != 0) return MHD_NO;
  return self->answers.Answer(connection, EntryOf(connection),
                              static_cast<PageRequest*>(*request));
}

MHD_Result PageServer::Impl::Receive(MHD_Connection* connection,
                                     const RequestHead& head, void** request) {
  ConnectionWatch::Entry* entry = EntryOf(connection);
  watch.Restart(entry);
  const Verdict verdict = CheckRequest(head, policy);
  if (verdict.status == HttpStatus::kSeeOther)
    return answers.SignIn(connection);
  if (verdict.status != HttpStatus::kOk) return Refuse(connection, verdict);
  watch.LetIn(entry);
  if (watch.let_in() > options.max_connections)
    return Refuse(connection, {HttpStatus::kUnavailable, Route::kPage,
                               "Too many connections; try again later.\n"});
  // OnCompleted deletes it.
  *request = new PageRequest{verdict.route, head.method == "HEAD", {}};
  return MHD_YES;
}

void PageServer::Impl::OnConnection(void* impl, MHD_Connection* connection,
                                    void** context,
                                    MHD_ConnectionNotificationCode what) {
  auto* self = static_cast<Impl*>(impl);
  if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
    self->watch.Close(static_cast<ConnectionWatch::Entry*>(*context));
    return;
  }
  const int socket =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
          ->connect_fd;
  setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof(kSendBuffer));
  const sockaddr* client =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
          ->client_addr;
  *context = self->watch.Open(socket, ClientOf(client));
}

void PageServer::Impl::OnCompleted(void* impl, MHD_Connection* connection,
                                   void** request, MHD_RequestTerminationCode) {
  delete static_cast<PageRequest*>(std::exchange(*request, nullptr));
  static_cast<Impl*>(impl)->watch.Restart(EntryOf(connection));
}

StatusOr<std::unique_ptr<PageServer>> PageServer::Start(
    const PageServerOptions& options, PageContent* content) {
  auto impl = std::make_unique<Impl>(options, content);
  CAMGLASS_RETURN_IF_ERROR(impl->Start());
  return std::unique_ptr<PageServer>(new PageServer(std::move(impl)));
}

PageServer::PageServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PageServer::~PageServer() = default;

std::string PageServer::url() const {
  const std::string url = "http://" + AuthorityForBrowser(address()) + "/";
  return token().empty() ? url : url + "?token=" + token();
}

const ListenAddress& PageServer::address() const {
  return impl_->policy.address;
}
const std::string& PageServer::token() const { return impl_->policy.token; }
bool PageServer::is_watched(PictureShape shape) const {
  return impl_->watchers.look_at(shape);
}
bool PageServer::has_streams() const { return impl_->streams.count() > 0; }
uint64_t PageServer::newcomers() const { return impl_->watchers.newcomers(); }
void PageServer::Give(PictureShape shape, const Picture& picture) {
  impl_->feeds.of(shape).Give(picture);
}

}  // namespace camglass
