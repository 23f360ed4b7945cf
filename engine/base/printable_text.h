// Text from outside made safe to draw and to print: names of classes, tensors,
// files and devices are whatever somebody wrote into them.
//
// Not shown as they are: control characters (C0, DEL, C1), line and paragraph
// separators, what turns the direction of text (bidirectional controls), and
// bytes that are not UTF-8.
#ifndef CAMGLASS_ENGINE_BASE_PRINTABLE_TEXT_H_
#define CAMGLASS_ENGINE_BASE_PRINTABLE_TEXT_H_

#include <string>
#include <string_view>

namespace camglass {

// For drawing: one line of valid UTF-8. Control characters and separators
// become spaces; bidirectional overrides, embeddings and isolates, and each
// byte that is not part of a valid sequence, become U+FFFD. Marks (U+061C,
// U+200E, U+200F) stay: right-to-left names are spelt with them, and a line of
// its own holds their effect.
std::string PrintableText(std::string_view text);

// For a terminal: all of the above is spelt out, as \n, \x1B, \u202E, and \xFF
// for a byte that is not UTF-8. Escaping twice changes nothing.
std::string EscapedText(std::string_view text);

// The same for a JSON text, which stays the same value: \u001B within its
// strings. Bytes that are not UTF-8 become U+FFFD.
std::string EscapedJson(std::string_view json);

// The first `count` characters of valid UTF-8 (all, where there are fewer).
std::string_view FirstCharacters(std::string_view text, size_t count);

// How many characters valid UTF-8 has.
size_t CharacterCount(std::string_view text);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_PRINTABLE_TEXT_H_
