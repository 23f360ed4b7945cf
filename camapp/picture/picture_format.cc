#include "camapp/picture/picture_format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace camglass {
namespace {

using namespace std::string_view_literals;

struct Signature {
  size_t offset;
  std::string_view text;
  const char* name;
};

// Formats that people meet and that we do not read.
constexpr std::array kUnreadable = {
    Signature{0, "GIF8"sv, "GIF"},      Signature{4, "ftypavif"sv, "AVIF"},
    Signature{4, "ftypavis"sv, "AVIF"}, Signature{4, "ftyphei"sv, "HEIC"},
    Signature{4, "ftyphev"sv, "HEIC"},  Signature{4, "ftypmif1"sv, "HEIC"},
    Signature{4, "ftypmsf1"sv, "HEIC"}, Signature{0, "II*\0"sv, "TIFF"},
    Signature{0, "MM\0*"sv, "TIFF"},    Signature{0, "II+\0"sv, "TIFF"},
    Signature{0, "MM\0+"sv, "TIFF"},    Signature{0, "8BPS"sv, "Photoshop"},
    Signature{0, "%PDF"sv, "PDF"},      Signature{0, "\xFF\x0A"sv, "JPEG XL"},
    Signature{4, "JXL "sv, "JPEG XL"},  Signature{4, "jP  "sv, "JPEG 2000"},
    Signature{0, "<svg"sv, "SVG"},      Signature{0, "\0\0\1\0"sv, "ICO"},
    Signature{0, "qoif"sv, "QOI"},      Signature{0, "P1\n"sv, "Text PBM"},
    Signature{0, "P2\n"sv, "Text PGM"}, Signature{0, "P3\n"sv, "Text PPM"},
    Signature{0, "P4\n"sv, "PBM"},      Signature{0, "P7\n"sv, "PAM"},
};

bool StartsWith(std::span<const uint8_t> bytes, size_t offset,
                std::string_view text) {
  if (bytes.size() < offset + text.size()) return false;
  return std::equal(
      text.begin(), text.end(), bytes.begin() + offset,
      [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

constexpr const char* kReadable = "it must be JPEG, PNG, WebP, BMP, PPM or PGM";

}  // namespace

StatusOr<PictureFormat> SniffPictureFormat(std::span<const uint8_t> bytes) {
  if (bytes.empty())
    return InvalidInput("the file is empty; a picture was expected");
  if (StartsWith(bytes, 0, "\xFF\xD8\xFF"sv)) return PictureFormat::kJpeg;
  if (StartsWith(bytes, 0, "\x89PNG\r\n\x1A\n"sv)) return PictureFormat::kPng;
  if (StartsWith(bytes, 0, "BM"sv)) return PictureFormat::kBmp;
  if (StartsWith(bytes, 0, "P5"sv) || StartsWith(bytes, 0, "P6"sv))
    return PictureFormat::kPnm;
  if (StartsWith(bytes, 0, "RIFF"sv) && StartsWith(bytes, 8, "WEBP"sv))
    return PictureFormat::kWebp;
  for (const Signature& signature : kUnreadable)
    if (StartsWith(bytes, signature.offset, signature.text))
      return InvalidInput(std::string(signature.name) +
                          " pictures can't be read; convert it to PNG or JPEG");
  return InvalidInput(std::string("this is not a picture that can be read; ") +
                      kReadable);
}

bool HasPictureExtension(const std::string& path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos) return false;
  std::string extension = path.substr(dot + 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char ch) { return std::tolower(ch); });
  constexpr std::array kExtensions = {"jpg"sv, "jpeg"sv, "png"sv, "bmp"sv,
                                      "ppm"sv, "pgm"sv,  "pnm"sv, "webp"sv};
  return std::find(kExtensions.begin(), kExtensions.end(), extension) !=
         kExtensions.end();
}

}  // namespace camglass
