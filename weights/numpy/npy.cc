#include "weights/numpy/npy.h"

#include <charconv>
#include <string>

#include "engine/base/checked_math.h"
#include "weights/byte_reader.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMagic = "\x93NUMPY"sv;

struct Descr {
  std::string_view text;
  ElementType type;
};
constexpr Descr kDescrs[] = {
    {"<f4", ElementType::kF32},  {"<f2", ElementType::kF16},
    {"<f8", ElementType::kF64},  {"|u1", ElementType::kU8},
    {"|i1", ElementType::kI8},   {"<i2", ElementType::kI16},
    {"<i4", ElementType::kI32},  {"<i8", ElementType::kI64},
    {"|b1", ElementType::kBool},
};

// Walks over the header's text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  void SkipSpaces() {
    while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\n'))
      text_.remove_prefix(1);
  }
  // Spaces, then `token`.
  bool Take(std::string_view token) {
    SkipSpaces();
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  bool TakeQuoted(std::string_view* out) {
    if (!Take("'")) return false;
    const size_t end = text_.find('\'');
    if (end == std::string_view::npos) return false;
    *out = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return true;
  }
  bool TakeNumber(size_t* out) {
    SkipSpaces();
    const char* end = text_.data() + text_.size();
    const auto [stop, error] = std::from_chars(text_.data(), end, *out);
    if (error != std::errc()) return false;
    text_.remove_prefix(static_cast<size_t>(stop - text_.data()));
    return true;
  }
  bool AtEnd() {
    SkipSpaces();
    return text_.empty();
  }

 private:
  std::string_view text_;
};

bool TakeType(Scanner* scanner, ElementType* type) {
  std::string_view text;
  if (!scanner->TakeQuoted(&text)) return false;
  for (const Descr& descr : kDescrs) {
    if (text != descr.text) continue;
    *type = descr.type;
    return true;
  }
  return false;
}

// "()", "(3,)", "(3, 4)"
bool TakeShape(Scanner* scanner, std::vector<size_t>* shape) {
  if (!scanner->Take("(")) return false;
  while (!scanner->Take(")")) {
    size_t side = 0;
    if (shape->size() == limits::kMaxTensorDims || !scanner->TakeNumber(&side))
      return false;
    shape->push_back(side);
    if (scanner->Take(",")) continue;
    return shape->size() > 1 && scanner->Take(")");
  }
  return true;
}

bool TakeField(Scanner* scanner, NpyArray* array, unsigned* seen) {
  constexpr unsigned kDescrSeen = 1;
  constexpr unsigned kOrderSeen = 2;
  constexpr unsigned kShapeSeen = 4;
  std::string_view key;
  if (!scanner->TakeQuoted(&key) || !scanner->Take(":")) return false;
  unsigned field = 0;
  bool good = false;
  if (key == "descr") {
    field = kDescrSeen;
    good = TakeType(scanner, &array->type);
  } else if (key == "fortran_order") {
    field = kOrderSeen;
    good = scanner->Take("False");
  } else if (key == "shape") {
    field = kShapeSeen;
    good = TakeShape(scanner, &array->shape);
  }
  const bool twice = (*seen & field) != 0;
  *seen |= field;
  return good && !twice;
}

bool ParseHeader(std::string_view text, NpyArray* array) {
  constexpr unsigned kAllSeen = 7;
  Scanner scanner(text);
  unsigned seen = 0;
  if (!scanner.Take("{")) return false;
  while (!scanner.Take("}")) {
    if (!TakeField(&scanner, array, &seen)) return false;
    if (scanner.Take(",")) continue;
    if (!scanner.Take("}")) return false;
    break;
  }
  return seen == kAllSeen && scanner.AtEnd();
}

Status Malformed() {
  return InvalidInput(
      "the array's header is not of the form that is read (numbers of a plain "
      "type, little-endian, C order); save np.ascontiguousarray(array)");
}

}  // namespace

StatusOr<NpyArray> ParseNpy(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  std::string_view magic;
  uint8_t major = 0;
  uint8_t minor = 0;
  if (!reader.TakeText(kMagic.size(), &magic) || magic != kMagic ||
      !reader.Read(&major) || !reader.Read(&minor))
    return InvalidInput("this is not a NumPy array");
  uint16_t short_length = 0;
  uint32_t length = 0;
  if (major == 1 && reader.Read(&short_length))
    length = short_length;
  else if ((major != 2 && major != 3) || !reader.Read(&length))
    return Malformed();
  std::string_view header;
  NpyArray array;
  if (length > limits::kMaxNpyHeaderBytes ||
      !reader.TakeText(length, &header) || !ParseHeader(header, &array))
    return Malformed();
  const auto count = CheckedElementCount(array.shape);
  const auto size =
      count ? CheckedMultiply(*count, ElementBytes(array.type)) : std::nullopt;
  if (!size || *size != reader.remaining())
    return InvalidInput("the array has " + std::to_string(reader.remaining()) +
                        " bytes of data, which does not suit its shape");
  const auto data = bytes.subspan(reader.position());
  array.data.assign(data.begin(), data.end());
  return array;
}

}  // namespace camglass
