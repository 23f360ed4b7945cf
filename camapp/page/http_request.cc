#include "camapp/page/http_request.h"

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

}  // namespace camglass
