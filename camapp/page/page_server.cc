#include "camapp/page/page_server.h"

#include <microhttpd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <utility>

#include "camapp/page/access_token.h"
#include "camapp/page/connection_watch.h"
#include "camapp/page/page_assets.h"
#include "camapp/page/request_check.h"
#include "camapp/page/stream_sessions.h"
#include "engine/check.h"

namespace camglass {
namespace {

// Beyond the limit, so many connections are still told that it is reached;
// further ones are closed at once.
constexpr unsigned kToldThatFull = 16;
// What the system holds for a slow reader is old when it arrives.
constexpr int kSendBuffer = 128 * 1024;

struct Header {
  const char* name;
  const char* value;
};
constexpr Header kSecurityHeaders[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
     "connect-src 'self'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
};

// A response that is given up after it is queued.
class Response {
 public:
  explicit Response(MHD_Response* response) : response_(response) {
    for (const Header& header : kSecurityHeaders) Add(header);
  }
  // A copy of the text.
  Response(std::string_view text, const char* type)
      : Response(MHD_create_response_from_buffer(text.size(),
                                                 const_cast<char*>(text.data()),
                                                 MHD_RESPMEM_MUST_COPY)) {
    Add({"Content-Type", type});
  }
  ~Response() { MHD_destroy_response(response_); }
  Response(const Response&) = delete;
  Response& operator=(const Response&) = delete;

  void Add(const Header& header) {
    MHD_add_response_header(response_, header.name, header.value);
  }
  MHD_Result Queue(MHD_Connection* connection, HttpStatus status) {
    return MHD_queue_response(connection, static_cast<unsigned>(status),
                              response_);
  }

 private:
  MHD_Response* response_;
};

constexpr char kText[] = "text/plain; charset=utf-8";

std::string_view ArgumentOf(MHD_Connection* connection, const char* name) {
  const char* value = nullptr;
  size_t size = 0;
  const bool found =
      MHD_lookup_connection_value_n(connection, MHD_GET_ARGUMENT_KIND, name,
                                    std::string_view(name).size(), &value,
                                    &size) == MHD_YES;
  return found && value != nullptr ? std::string_view(value, size)
                                   : std::string_view();
}

MHD_Result AddField(void* head, MHD_ValueKind, const char* name,
                    size_t name_size, const char* value, size_t value_size) {
  static_cast<RequestHead*>(head)->fields.push_back(
      {{name, name_size},
       value == nullptr ? std::string_view()
                        : std::string_view(value, value_size)});
  return MHD_YES;
}

RequestHead HeadOf(MHD_Connection* connection, const char* method,
                   const char* path) {
  RequestHead head;
  head.method = method;
  head.path = path;
  head.token = ArgumentOf(connection, "token");
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, AddField, &head);
  const MHD_ConnectionInfo* info = MHD_get_connection_info(
      connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  if (info != nullptr) head.bytes = info->header_size;
  return head;
}

ConnectionWatch::Entry* EntryOf(MHD_Connection* connection) {
  return static_cast<ConnectionWatch::Entry*>(
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
          ->socket_context);
}

MHD_Result Refuse(MHD_Connection* connection, const Verdict& verdict) {
  Response response(verdict.sentence, kText);
  if (verdict.status == HttpStatus::kUnauthorized)
    response.Add({"WWW-Authenticate", "Bearer realm=\"camglass\""});
  if (verdict.status == HttpStatus::kUnavailable)
    response.Add({"Retry-After", "5"});
  return response.Queue(connection, verdict.status);
}

MHD_Result GiveText(MHD_Connection* connection, std::string_view text,
                    const char* type) {
  return Response(text, type).Queue(connection, HttpStatus::kOk);
}

// The route at an address that stays, as the library wants for its requests.
const Route* StaticRoute(Route route) {
  static constexpr Route kRoutes[] = {
      Route::kPage,   Route::kStyle,   Route::kScript, Route::kIcon,
      Route::kStream, Route::kPicture, Route::kState,  Route::kCommand};
  const auto* found = std::find(std::begin(kRoutes), std::end(kRoutes), route);
  CAMGLASS_CHECK(found != std::end(kRoutes));
  return found;
}

}  // namespace

struct PageServer::Impl {
  Impl(const PageServerOptions& given, PageContent* from)
      : options(given),
        content(from),
        watch(given.max_seconds),
        sessions(given.max_streams, &watch) {}

  ~Impl() {
    if (daemon == nullptr) return;
    sessions.End();
    MHD_stop_daemon(daemon);
  }

  Status Start();

  static MHD_Result OnRequest(void* impl, MHD_Connection* connection,
                              const char* path, const char* method,
                              const char* version, const char* upload,
                              size_t* upload_size, void** request);
  static void OnConnection(void* impl, MHD_Connection* connection,
                           void** context, MHD_ConnectionNotificationCode what);
  static void OnCompleted(void* impl, MHD_Connection* connection,
                          void** request, MHD_RequestTerminationCode how);

  MHD_Result Answer(MHD_Connection* connection, Route route);
  MHD_Result SignIn(MHD_Connection* connection);
  MHD_Result Stream(MHD_Connection* connection, StreamKind kind);
  MHD_Result TakeCommand(MHD_Connection* connection);

  const PageServerOptions options;
  PageContent* content;
  AccessPolicy policy;
  ConnectionWatch watch;
  StreamSessions sessions;
  MHD_Daemon* daemon = nullptr;
};

Status PageServer::Impl::Start() {
  policy.address = options.address;
  if (options.ask_token) {
    CAMGLASS_ASSIGN_OR_RETURN(policy.token, NewAccessToken());
  } else if (!options.address.is_loopback()) {
    return UsageError(
        "--no-token is for this machine alone: leave it out, or "
        "serve on 127.0.0.1");
  }
  CAMGLASS_ASSIGN_OR_RETURN(const int listening, Listen(&policy.address));
  daemon =
      MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME,
                       0, nullptr, nullptr, OnRequest, this,              //
                       MHD_OPTION_LISTEN_SOCKET, listening,               //
                       MHD_OPTION_CONNECTION_LIMIT,                       //
                       options.max_connections + kToldThatFull,           //
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
// follows. An answer to the first call ends the connection.
MHD_Result PageServer::Impl::OnRequest(void* impl, MHD_Connection* connection,
                                       const char* path, const char* method,
                                       const char*, const char*,
                                       size_t* upload_size, void** request) {
  auto* self = static_cast<Impl*>(impl);
  if (*request != nullptr) {
    return *upload_size == 0
               ? self->Answer(connection, *static_cast<const Route*>(*request))
               : MHD_NO;
  }
  self->watch.Restart(EntryOf(connection));
  const Verdict verdict =
      CheckRequest(HeadOf(connection, method, path), self->policy);
  if (self->watch.count() > self->options.max_connections) {
    return Refuse(connection, {HttpStatus::kUnavailable, Route::kPage,
                               "Too many connections; try again later.\n"});
  }
  if (verdict.status == HttpStatus::kSeeOther) return self->SignIn(connection);
  if (verdict.status != HttpStatus::kOk) return Refuse(connection, verdict);
  *request = const_cast<Route*>(StaticRoute(verdict.route));
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
  *context = self->watch.Open(socket);
}

void PageServer::Impl::OnCompleted(void* impl, MHD_Connection* connection,
                                   void**, MHD_RequestTerminationCode) {
  static_cast<Impl*>(impl)->watch.Restart(EntryOf(connection));
}

MHD_Result PageServer::Impl::Answer(MHD_Connection* connection, Route route) {
  switch (route) {
    case Route::kPage:
      return GiveText(connection, content->Html(), "text/html; charset=utf-8");
    case Route::kStyle:
      return GiveText(connection, kPageCss, "text/css; charset=utf-8");
    case Route::kScript:
      return GiveText(connection, kPageJs, "text/javascript; charset=utf-8");
    case Route::kIcon:
      return GiveText(connection, kIconSvg, "image/svg+xml");
    case Route::kState:
      return GiveText(connection, content->StateJson(), "application/json");
    case Route::kStream:
      return Stream(connection, StreamKind::kStream);
    case Route::kPicture:
      return Stream(connection, StreamKind::kPicture);
    case Route::kCommand:
      return TakeCommand(connection);
  }
  return MHD_NO;
}

MHD_Result PageServer::Impl::SignIn(MHD_Connection* connection) {
  Response response("", kText);
  response.Add({"Set-Cookie", TokenCookie(policy).c_str()});
  response.Add({"Location", "/"});
  return response.Queue(connection, HttpStatus::kSeeOther);
}

MHD_Result PageServer::Impl::Stream(MHD_Connection* connection,
                                    StreamKind kind) {
  MHD_Response* stream = sessions.Open(kind, connection, EntryOf(connection));
  if (stream == nullptr) {
    return Refuse(connection, {HttpStatus::kUnavailable, Route::kStream,
                               "Too many people watch; try again later.\n"});
  }
  Response response(stream);
  if (kind == StreamKind::kStream) {
    response.Add({"Content-Type", kStreamType});
  } else {
    response.Add({"Content-Type", "image/jpeg"});
    response.Add(
        {"Content-Disposition", "attachment; filename=\"camglass.jpg\""});
  }
  return response.Queue(connection, HttpStatus::kOk);
}

MHD_Result PageServer::Impl::TakeCommand(MHD_Connection* connection) {
  const std::string_view digits = ArgumentOf(connection, "number");
  std::optional<size_t> number;
  bool is_number = digits.empty();
  if (!digits.empty()) {
    size_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    is_number = error == std::errc() && stop == end;
    number = value;
  }
  const Status taken =
      is_number ? content->TakeCommand(ArgumentOf(connection, "name"), number)
                : UsageError("number: not a whole number");
  if (taken.ok())
    return Response("", kText).Queue(connection, HttpStatus::kNoContent);
  const std::string sentence = taken.message() + "\n";
  return Refuse(connection,
                {HttpStatus::kBadRequest, Route::kCommand, sentence.c_str()});
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
bool PageServer::is_watched() const { return impl_->sessions.count() > 0; }
uint64_t PageServer::watchers_so_far() const {
  return impl_->sessions.opened();
}
void PageServer::Give(const Picture& picture) {
  impl_->sessions.feed().Give(picture);
}

}  // namespace camglass
