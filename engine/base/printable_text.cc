#include "engine/base/printable_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

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

enum class Kind { kPlain, kControl, kMark, kDirection, kBroken };

// A character, or a byte that is not part of one.
struct Piece {
  std::string_view bytes;
  uint32_t code = 0;
  Kind kind = Kind::kPlain;
};

uint32_t CodePoint(std::string_view sequence) {
  uint32_t code = ByteAt(sequence, 0);
  if (sequence.size() > 1) code &= 0x7Fu >> sequence.size();
  for (size_t i = 1; i < sequence.size(); ++i)
    code = code << 6 | (ByteAt(sequence, i) & 0x3Fu);
  return code;
}

Kind KindOf(uint32_t code) {
  const auto within = [code](uint32_t first, uint32_t last) {
    return code >= first && code <= last;
  };
  if (code < 0x20 || within(0x7F, 0x9F) || within(0x2028, 0x2029))
    return Kind::kControl;
  if (code == 0x061C || within(0x200E, 0x200F)) return Kind::kMark;
  if (within(0x202A, 0x202E) || within(0x2066, 0x2069)) return Kind::kDirection;
  return Kind::kPlain;
}

Piece PieceAt(std::string_view text, size_t at) {
  const size_t length = ValidSequence(text, at);
  if (length == 0) return {text.substr(at, 1), ByteAt(text, at), Kind::kBroken};
  const std::string_view bytes = text.substr(at, length);
  const uint32_t code = CodePoint(bytes);
  return {bytes, code, KindOf(code)};
}

// The text with each piece as `spell` gives it.
template <typename Spell>
std::string Spelt(std::string_view text, const Spell& spell) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Piece piece = PieceAt(text, at);
    out += spell(piece);
    at += piece.bytes.size();
  }
  return out;
}

std::string Hex(const char* prefix, int digits, uint32_t code) {
  char text[16];
  std::snprintf(text, sizeof(text), "%s%0*X", prefix, digits,
                static_cast<unsigned>(code));
  return text;
}

std::string Escape(const Piece& piece) {
  if (piece.kind == Kind::kPlain) return std::string(piece.bytes);
  if (piece.code == '\n') return "\\n";
  if (piece.code == '\t') return "\\t";
  const bool one_byte = piece.kind == Kind::kBroken || piece.code < 0x80;
  return one_byte ? Hex("\\x", 2, piece.code) : Hex("\\u", 4, piece.code);
}

}  // namespace

std::string PrintableText(std::string_view text) {
  return Spelt(text, [](const Piece& piece) -> std::string_view {
    switch (piece.kind) {
      case Kind::kControl:
        return " ";
      case Kind::kDirection:
      case Kind::kBroken:
        return kReplacement;
      case Kind::kPlain:
      case Kind::kMark:
        return piece.bytes;
    }
    return kReplacement;
  });
}

std::string EscapedText(std::string_view text) { return Spelt(text, Escape); }

std::string EscapedJson(std::string_view json) {
  return Spelt(json, [](const Piece& piece) {
    if (piece.kind == Kind::kPlain) return std::string(piece.bytes);
    if (piece.kind == Kind::kBroken) return std::string(kReplacement);
    // Between the values of a JSON text only these can stand.
    if (piece.code == '\n' || piece.code == '\t')
      return std::string(piece.bytes);
    return Hex("\\u", 4, piece.code);
  });
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
