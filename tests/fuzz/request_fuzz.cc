// The check of a request's head, with whatever an HTTP library may make of
// bytes: lines of "method path token", then "name:value". What it allows is
// looked at once more, in another way.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "camapp/page/request_check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace camglass {
namespace {

// Takes the text up to `end` off *rest.
std::string_view Cut(std::string_view* rest, char end) {
  const size_t at = rest->find(end);
  const std::string_view cut = rest->substr(0, at);
  *rest =
      at == std::string_view::npos ? std::string_view() : rest->substr(at + 1);
  return cut;
}

RequestHead HeadOf(std::string_view text) {
  RequestHead head;
  head.bytes = text.size();
  std::string_view line = Cut(&text, '\n');
  head.method = Cut(&line, ' ');
  head.path = Cut(&line, ' ');
  head.token = line;
  while (!text.empty()) {
    std::string_view field = Cut(&text, '\n');
    const std::string_view name = Cut(&field, ':');
    head.fields.push_back({name, field});
  }
  return head;
}

bool AnyValueHas(const RequestHead& head, std::string_view text) {
  for (const RequestField& field : head.fields)
    if (field.value.find(text) != std::string_view::npos) return true;
  return false;
}

void Check(std::string_view text) {
  AccessPolicy policy;
  policy.token = "00112233445566778899aabbccddeeff";
  const RequestHead head = HeadOf(text);
  const Verdict verdict = CheckRequest(head, policy);
  if (verdict.status != HttpStatus::kOk &&
      verdict.status != HttpStatus::kSeeOther) {
    if (*verdict.sentence == '\0') std::abort();
    return;
  }
  const bool in_fields = AnyValueHas(head, policy.token);
  if (!in_fields && head.token != policy.token) std::abort();
  if (!AnyValueHas(head, ":8080")) std::abort();
  if (verdict.route != Route::kCommand) return;
  if (!in_fields || head.method != "POST" || !AnyValueHas(head, "//"))
    std::abort();
}

}  // namespace
}  // namespace camglass

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  camglass::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
