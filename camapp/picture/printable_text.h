// Text from outside made safe to draw: class names come from model files.
#ifndef CAMGLASS_CAMAPP_PICTURE_PRINTABLE_TEXT_H_
#define CAMGLASS_CAMAPP_PICTURE_PRINTABLE_TEXT_H_

#include <string>
#include <string_view>

namespace camglass {

// Valid UTF-8 of one line: control characters become spaces, and each byte that
// is no part of a valid sequence becomes U+FFFD.
std::string PrintableText(std::string_view text);

// The first `count` characters of valid UTF-8 (all, where there are fewer).
std::string_view FirstCharacters(std::string_view text, size_t count);

// How many characters valid UTF-8 has.
size_t CharacterCount(std::string_view text);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_PRINTABLE_TEXT_H_
