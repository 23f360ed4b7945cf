#include "camapp/picture/encode_png.h"

#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <new>
#include <string>

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

  const char* message() const { return error_.message; }

 private:
  PngError error_ = {};
  png_structp png_;
  png_infop info_;
};

}  // namespace

StatusOr<std::vector<uint8_t>> EncodePng(const Picture& picture) {
  std::vector<uint8_t> bytes;
  Encoder encoder;
  if (!encoder.Encode(picture, &bytes))
    return IoError(std::string("the PNG can't be made (") + encoder.message() +
                   ")");
  return bytes;
}

}  // namespace camglass
