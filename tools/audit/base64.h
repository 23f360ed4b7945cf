// Bytes as text (RFC 4648, with padding).
#ifndef CAMGLASS_TOOLS_AUDIT_BASE64_H_
#define CAMGLASS_TOOLS_AUDIT_BASE64_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace camglass {

std::string Base64(std::span<const uint8_t> bytes);

// None where the text is not what Base64 makes.
std::optional<std::vector<uint8_t>> FromBase64(std::string_view text);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_BASE64_H_
