#include "camapp/picture/printable_text.h"

#include <algorithm>
#include <cstdint>

namespace camglass {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

uint8_t ByteAt(std::string_view text, size_t i) {
  return static_cast<uint8_t>(text[i]);
}

bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Bytes of the sequence that a first byte announces; 0 where it is none.
size_t SequenceLength(uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if ((first & 0xF0) == 0xE0) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

// Excludes overlong forms, surrogates and values beyond Unicode, all of which
// show in the second byte.
bool SecondByteFits(uint8_t first, uint8_t second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return true;
  }
}

// Bytes of the valid sequence at `at`, or 0.
size_t ValidSequence(std::string_view text, size_t at) {
  const size_t length = SequenceLength(ByteAt(text, at));
  if (length == 0 || text.size() - at < length) return 0;
  for (size_t i = 1; i < length; ++i)
    if (!IsContinuation(ByteAt(text, at + i))) return 0;
  if (length > 2 && !SecondByteFits(ByteAt(text, at), ByteAt(text, at + 1)))
    return 0;
  return length;
}

}  // namespace

std::string PrintableText(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t length = ValidSequence(text, at);
    const uint8_t byte = ByteAt(text, at);
    if (length == 0)
      out += kReplacement;
    else if (byte < 0x20 || byte == 0x7F)
      out += ' ';
    else
      out += text.substr(at, length);
    at += std::max<size_t>(length, 1);
  }
  return out;
}

std::string_view FirstCharacters(std::string_view text, size_t count) {
  size_t at = 0;
  for (; at < text.size(); ++at) {
    if (IsContinuation(ByteAt(text, at))) continue;
    if (count == 0) break;
    --count;
  }
  return text.substr(0, at);
}

size_t CharacterCount(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char ch) { return !IsContinuation(static_cast<uint8_t>(ch)); }));
}

}  // namespace camglass
