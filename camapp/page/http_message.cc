#include "camapp/page/http_message.h"

#include <charconv>
#include <string>

namespace camglass {
namespace {

MHD_Result AddField(void* head, MHD_ValueKind, const char* name,
                    size_t name_size, const char* value, size_t value_size) {
  static_cast<RequestHead*>(head)->fields.push_back(
      {{name, name_size},
       value == nullptr ? std::string_view()
                        : std::string_view(value, value_size)});
  return MHD_YES;
}

struct Header {
  const char* name;
  const char* value;
};
// blob: for pictures that the page's script has fetched.
constexpr Header kSecurityHeaders[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; img-src 'self' blob:; style-src 'self'; "
     "script-src 'self'; connect-src 'self'; base-uri 'none'; "
     "form-action 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
};

ssize_t ReadNothing(void*, uint64_t, char*, size_t) {
  return MHD_CONTENT_READER_END_OF_STREAM;
}

}  // namespace

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

StatusOr<std::optional<uint64_t>> NumberOf(MHD_Connection* connection,
                                           const char* name) {
  const std::string_view digits = ArgumentOf(connection, name);
  if (digits.empty()) return std::optional<uint64_t>();
  uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end)
    return UsageError(std::string(name) + ": not a whole number");
  return std::optional<uint64_t>(value);
}

HttpReply::HttpReply(MHD_Response* response) : response_(response) {
  for (const Header& header : kSecurityHeaders) Add(header.name, header.value);
}

HttpReply::HttpReply(std::string_view text, const char* type)
    : HttpReply(MHD_create_response_from_buffer(
          text.size(), const_cast<char*>(text.data()), MHD_RESPMEM_MUST_COPY)) {
  Add("Content-Type", type);
}

HttpReply::~HttpReply() {
  if (response_ != nullptr) MHD_destroy_response(response_);
}

void HttpReply::Add(const char* name, const char* value) {
  if (response_ != nullptr) MHD_add_response_header(response_, name, value);
}

MHD_Result HttpReply::Queue(MHD_Connection* connection, HttpStatus status) {
  if (response_ == nullptr) return MHD_NO;
  return MHD_queue_response(connection, static_cast<unsigned>(status),
                            response_);
}

MHD_Result Refuse(MHD_Connection* connection, const Verdict& verdict) {
  HttpReply reply(verdict.sentence, kPlainText);
  if (verdict.status == HttpStatus::kUnauthorized)
    reply.Add("WWW-Authenticate", "Bearer realm=\"camglass\"");
  if (verdict.status == HttpStatus::kUnavailable) reply.Add("Retry-After", "5");
  if (verdict.status == HttpStatus::kMethodNotAllowed)
    reply.Add("Allow", MethodsOf(verdict.route));
  return reply.Queue(connection, verdict.status);
}

MHD_Result GiveText(MHD_Connection* connection, std::string_view text,
                    const char* type) {
  return HttpReply(text, type).Queue(connection, HttpStatus::kOk);
}

MHD_Result GiveHeadOnly(MHD_Connection* connection, const char* type) {
  MHD_Response* head = MHD_create_response_from_callback(
      MHD_SIZE_UNKNOWN, 1, ReadNothing, nullptr, nullptr);
  // Else the library would send the last chunk of a body that isn't there.
  if (head != nullptr)
    MHD_set_response_options(head, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT,
                             MHD_RO_END);
  HttpReply reply(head);
  reply.Add("Content-Type", type);
  return reply.Queue(connection, HttpStatus::kOk);
}

}  // namespace camglass
