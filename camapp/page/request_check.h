// Decides what a request may have, from its head alone: no state, no sockets.
#ifndef CAMGLASS_CAMAPP_PAGE_REQUEST_CHECK_H_
#define CAMGLASS_CAMAPP_PAGE_REQUEST_CHECK_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "camapp/page/listen_address.h"

namespace camglass {

struct RequestField {
  std::string_view name;  // in any case
  std::string_view value;
};

struct RequestHead {
  std::string_view method;
  std::string_view path;   // without the query, unescaped
  std::string_view token;  // of the query; empty where there is none
  std::vector<RequestField> fields;
  size_t bytes = 0;  // of the whole head as received
};

struct AccessPolicy {
  ListenAddress address;
  std::string token;        // empty: none is asked for
  bool is_lasting = false;  // the token outlives the program
};

enum class Route {
  kPage,
  kStyle,
  kScript,
  kIcon,
  kStream,    // pictures without end
  kFrame,     // the next one
  kSnapshot,  // one to keep
  kState,
  kCommand,
};

// HTTP's status codes, as far as we answer with them.
enum class HttpStatus {
  kOk = 200,
  kNoContent = 204,
  kSeeOther = 303,
  kBadRequest = 400,
  kUnauthorized = 401,
  kForbidden = 403,
  kNotFound = 404,
  kMethodNotAllowed = 405,
  kContentTooLarge = 413,
  kHeadTooLarge = 431,
  kUnavailable = 503,
};

struct Verdict {
  // kOk: give what `route` has. kSeeOther: the token was right; keep it in a
  // cookie and ask again without it. Else: refuse, with the sentence.
  HttpStatus status = HttpStatus::kForbidden;
  Route route = Route::kPage;
  const char* sentence = "";
};

// The methods that a route takes, as in an Allow field.
const char* MethodsOf(Route route);

// The token counts in the address (not for commands), in the cookie, or as
// "Authorization: Bearer". Commands must be POSTed, with the Origin of the page
// itself; everything else is only GET and HEAD. None may have a body. Host must
// be ours (HostIsOurs).
Verdict CheckRequest(const RequestHead& head, const AccessPolicy& policy);

// Cookies are shared by all ports of a host, so the name says which.
std::string CookieName(const AccessPolicy& policy);

// The value of a Set-Cookie field that keeps the token for the session, or for
// some weeks where the token is a lasting one.
std::string TokenCookie(const AccessPolicy& policy);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_REQUEST_CHECK_H_
