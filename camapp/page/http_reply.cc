#include "camapp/page/http_reply.h"

namespace camglass {
namespace {

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
