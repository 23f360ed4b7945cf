#include "camapp/picture/encode_png.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <new>
#include <string>

#include "engine/base/check.h"

namespace camglass {
namespace {

struct PngError {
  char message[128];
};

[[noreturn]] void OnError(png_structp png, png_const_charp message) {
  auto* error = static_cast<PngError*>(png_get_error_ptr(png));
  std::snprintf(error->message, sizeof(error->message), "%s", message);
  png_longjmp(png, 1);
}

void OnWarning(png_structp, png_const_charp) {}

// No exception may pass through libpng's C frames.
void Append(png_structp png, png_bytep data, size_t size) {
  auto* bytes = static_cast<std::vector<uint8_t>*>(png_get_io_ptr(png));
  bool stored = true;
  try {
    bytes->insert(bytes->end(), data, data + size);
  } catch (const std::bad_alloc&) {
    stored = false;
  }
  if (!stored) png_error(png, "out of memory");
}

void Flush(png_structp) {}

// The libpng objects of one file.
class Encoder {
 public:
  Encoder()
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, &error_, OnError,
                                     OnWarning)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {}
  ~Encoder() { png_destroy_write_struct(&png_, &info_); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // OnError jumps back to here, so that no object with a destructor may be
  // made below.
  bool Encode(const Picture& picture, std::vector<uint8_t>* bytes) {
    if (info_ == nullptr || setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_write_fn(png_, bytes, Append, Flush);
    png_set_IHDR(png_, info_, static_cast<png_uint_32>(picture.w),
                 static_cast<png_uint_32>(picture.h), 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png_, info_);
    for (size_t y = 0; y < picture.h; ++y) png_write_row(png_, picture.Row(y));
    png_write_end(png_, nullptr);
    return true;
  }

  // rows: 16-bit samples, high byte first.
  bool EncodeGrey16(const std::vector<uint8_t>& rows, Extent size,
                    png_text* texts, int text_count,
                    std::vector<uint8_t>* bytes) {
    if (info_ == nullptr || setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_write_fn(png_, bytes, Append, Flush);
    png_set_IHDR(png_, info_, static_cast<png_uint_32>(size.w),
                 static_cast<png_uint_32>(size.h), 16, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_text(png_, info_, texts, text_count);
    png_write_info(png_, info_);
    for (size_t y = 0; y < size.h; ++y)
      png_write_row(png_, rows.data() + 2 * y * size.w);
    png_write_end(png_, nullptr);
    return true;
  }

  const char* message() const { return error_.message; }

 private:
  PngError error_ = {};
  png_structp png_;
  png_infop info_;
};

Status EncodeError(const Encoder& encoder) {
  return IoError(std::string("the PNG can't be made (") + encoder.message() +
                 ")");
}

// The least and the greatest finite value; 0 and 0 where there is none.
std::array<float, 2> RangeOf(std::span<const float> values) {
  bool any = false;
  std::array<float, 2> range = {0, 0};
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    range = {any ? std::min(range[0], value) : value,
             any ? std::max(range[1], value) : value};
    any = true;
  }
  return range;
}

std::vector<uint8_t> Samples16(std::span<const float> values, double least,
                               double greatest) {
  std::vector<uint8_t> samples;
  samples.reserve(2 * values.size());
  for (const float value : values) {
    const double part =
        greatest > least ? (double{value} - least) / (greatest - least) : 0;
    const auto sample = static_cast<uint16_t>(
        std::isfinite(value) ? std::lround(part * 65535) : 0);
    samples.push_back(static_cast<uint8_t>(sample >> 8));
    samples.push_back(static_cast<uint8_t>(sample & 0xFF));
  }
  return samples;
}

}  // namespace

StatusOr<std::vector<uint8_t>> EncodePng(const Picture& picture) {
  std::vector<uint8_t> bytes;
  Encoder encoder;
  if (!encoder.Encode(picture, &bytes)) return EncodeError(encoder);
  return bytes;
}

StatusOr<std::vector<uint8_t>> EncodeGrey16Png(std::span<const float> values,
                                               Extent size) {
  CAMGLASS_CHECK(values.size() == size.h * size.w);
  const std::array<float, 2> range = RangeOf(values);
  char names[2][16] = {"least", "greatest"};
  char numbers[2][32] = {};
  png_text texts[2] = {};
  for (size_t i = 0; i < 2; ++i) {
    std::to_chars(numbers[i], numbers[i] + sizeof(numbers[i]) - 1, range[i]);
    texts[i].compression = PNG_TEXT_COMPRESSION_NONE;
    texts[i].key = names[i];
    texts[i].text = numbers[i];
    texts[i].text_length = std::char_traits<char>::length(numbers[i]);
  }
  const std::vector<uint8_t> samples =
      Samples16(values, double{range[0]}, double{range[1]});
  std::vector<uint8_t> bytes;
  Encoder encoder;
  if (!encoder.EncodeGrey16(samples, size, texts, 2, &bytes))
    return EncodeError(encoder);
  return bytes;
}

}  // namespace camglass
