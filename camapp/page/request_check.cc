#include "camapp/page/request_check.h"

#include <strings.h>

#include <optional>

#include "camapp/page/access_token.h"
#include "camapp/page/limits.h"

namespace camglass {
namespace {

constexpr std::string_view kScheme = "http://";
constexpr char kCookieSeconds[] = "2592000";  // 30 days

struct PathRoute {
  std::string_view path;
  Route route;
};
constexpr PathRoute kRoutes[] = {
    {"/", Route::kPage},
    {"/page.css", Route::kStyle},
    {"/page.js", Route::kScript},
    {"/icon.svg", Route::kIcon},
    {"/stream.mjpg", Route::kStream},
    {"/frame.jpg", Route::kFrame},
    {"/snapshot.jpg", Route::kSnapshot},
    {"/state.json", Route::kState},
    {"/command", Route::kCommand},
};

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// The only field of this name; none where it is missing or given twice.
std::optional<std::string_view> OnlyField(const RequestHead& head,
                                          std::string_view name) {
  std::optional<std::string_view> found;
  for (const RequestField& field : head.fields) {
    if (!SameIgnoringCase(field.name, name)) continue;
    if (found.has_value()) return std::nullopt;
    found = field.value;
  }
  return found;
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Whether one of "NAME=VALUE; NAME=VALUE" is our cookie with the token.
bool CookieMatches(std::string_view cookies, const AccessPolicy& policy) {
  const std::string name = CookieName(policy);
  while (!cookies.empty()) {
    const size_t end = cookies.find(';');
    const std::string_view pair = Trimmed(cookies.substr(0, end));
    const size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name &&
        TokensMatch(policy.token, pair.substr(equals + 1)))
      return true;
    if (end == std::string_view::npos) break;
    cookies.remove_prefix(end + 1);
  }
  return false;
}

bool BearerMatches(std::string_view value, const AccessPolicy& policy) {
  constexpr std::string_view kBearer = "Bearer ";
  return value.size() > kBearer.size() &&
         SameIgnoringCase(value.substr(0, kBearer.size()), kBearer) &&
         TokensMatch(policy.token, Trimmed(value.substr(kBearer.size())));
}

bool FieldsHaveToken(const RequestHead& head, const AccessPolicy& policy) {
  for (const RequestField& field : head.fields) {
    if (SameIgnoringCase(field.name, "Cookie") &&
        CookieMatches(field.value, policy))
      return true;
    if (SameIgnoringCase(field.name, "Authorization") &&
        BearerMatches(field.value, policy))
      return true;
  }
  return false;
}

bool OriginIsOurs(std::string_view origin, std::string_view host) {
  return origin.size() > kScheme.size() &&
         SameIgnoringCase(origin.substr(0, kScheme.size()), kScheme) &&
         SameIgnoringCase(origin.substr(kScheme.size()), host);
}

bool HasBody(const RequestHead& head) {
  for (const RequestField& field : head.fields) {
    if (SameIgnoringCase(field.name, "Transfer-Encoding")) return true;
    if (SameIgnoringCase(field.name, "Content-Length") &&
        Trimmed(field.value) != "0")
      return true;
  }
  return false;
}

std::optional<Route> RouteOf(std::string_view path) {
  for (const PathRoute& known : kRoutes)
    if (known.path == path) return known.route;
  return std::nullopt;
}

Verdict Refuse(HttpStatus status, const char* sentence) {
  return {status, Route::kPage, sentence};
}

Verdict CheckToken(const RequestHead& head, const AccessPolicy& policy,
                   Route route) {
  const Verdict allowed = {HttpStatus::kOk, route};
  if (policy.token.empty()) return allowed;
  const bool in_address = TokensMatch(policy.token, head.token);
  if (in_address && route == Route::kPage)
    return {HttpStatus::kSeeOther, route};
  // Addresses are easily shown around and stored, so none may change anything.
  if (in_address && route != Route::kCommand) return allowed;
  if (FieldsHaveToken(head, policy)) return allowed;
  return Refuse(HttpStatus::kUnauthorized,
                "The token is missing or wrong: open the address that camapp "
                "printed, or reload this page.\n");
}

bool TakesMethod(Route route, std::string_view method) {
  if (route == Route::kCommand) return method == "POST";
  return method == "GET" || method == "HEAD";
}

}  // namespace

const char* MethodsOf(Route route) {
  return route == Route::kCommand ? "POST" : "GET, HEAD";
}

Verdict CheckRequest(const RequestHead& head, const AccessPolicy& policy) {
  if (head.bytes > limits::kMaxRequestHead ||
      head.fields.size() > limits::kMaxRequestFields)
    return Refuse(HttpStatus::kHeadTooLarge, "The request is too large.\n");
  const auto host = OnlyField(head, "Host");
  if (!host.has_value())
    return Refuse(HttpStatus::kBadRequest, "One Host header is needed.\n");
  if (!HostIsOurs(policy.address, *host)) {
    return Refuse(HttpStatus::kForbidden,
                  "This server does not go by that name: use the address that "
                  "camapp printed.\n");
  }
  if (HasBody(head)) {
    return Refuse(HttpStatus::kContentTooLarge,
                  "Nothing is taken but what the address says.\n");
  }
  // Strangers learn nothing of paths, so one that is not there is like a page.
  const auto found = RouteOf(head.path);
  const Route route = found.value_or(Route::kPage);
  if (!TakesMethod(route, head.method))
    return {HttpStatus::kMethodNotAllowed, route,
            "This address does not take that method.\n"};
  if (route == Route::kCommand) {
    const auto origin = OnlyField(head, "Origin");
    if (!origin.has_value() || !OriginIsOurs(*origin, *host))
      return Refuse(HttpStatus::kForbidden,
                    "Commands are taken from camapp's own page only.\n");
  }
  const Verdict verdict = CheckToken(head, policy, route);
  if (!found.has_value() && (verdict.status == HttpStatus::kOk ||
                             verdict.status == HttpStatus::kSeeOther))
    return Refuse(HttpStatus::kNotFound, "There is no such page.\n");
  return verdict;
}

std::string CookieName(const AccessPolicy& policy) {
  return "camglass_" + std::to_string(policy.address.port);
}

std::string TokenCookie(const AccessPolicy& policy) {
  return CookieName(policy) + "=" + policy.token +
         "; Path=/; HttpOnly; SameSite=Strict" +
         (policy.is_lasting ? std::string("; Max-Age=") + kCookieSeconds : "");
}

}  // namespace camglass
