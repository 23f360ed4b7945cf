// Requests as the HTTP library has read them, and answers with the fields that
// all of them have.
#ifndef CAMGLASS_CAMAPP_PAGE_HTTP_MESSAGE_H_
#define CAMGLASS_CAMAPP_PAGE_HTTP_MESSAGE_H_

#include <microhttpd.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "camapp/page/request_check.h"
#include "engine/base/status.h"

namespace camglass {

// Points into the connection, method and path.
RequestHead HeadOf(MHD_Connection* connection, const char* method,
                   const char* path);

// The query; empty if there is none.
std::string_view ArgumentOf(MHD_Connection* connection, const char* name);

// Fails where there is an argument that is not a whole number.
StatusOr<std::optional<uint64_t>> NumberOf(MHD_Connection* connection,
                                           const char* name);

inline constexpr char kPlainText[] = "text/plain; charset=utf-8";

// A response that is given up after it is queued.
class HttpReply {
 public:
  // Takes over a response, which may be null: then nothing can be queued, and
  // the connection is closed.
  explicit HttpReply(MHD_Response* response);
  // A copy of the text.
  HttpReply(std::string_view text, const char* type);
  ~HttpReply();
  HttpReply(const HttpReply&) = delete;
  HttpReply& operator=(const HttpReply&) = delete;

  void Add(const char* name, const char* value);
  MHD_Result Queue(MHD_Connection* connection, HttpStatus status);

 private:
  MHD_Response* response_;
};

// The verdict's sentence, and the fields that belong to its status.
MHD_Result Refuse(MHD_Connection* connection, const Verdict& verdict);

MHD_Result GiveText(MHD_Connection* connection, std::string_view text,
                    const char* type);

// To HEAD, where GET would have a body of a size that is not known.
MHD_Result GiveHeadOnly(MHD_Connection* connection, const char* type);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_HTTP_MESSAGE_H_
