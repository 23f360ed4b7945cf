#include "camapp/picture/decode_jpeg.h"

#include <csetjmp>
#include <cstddef>
#include <cstring>
#include <vector>

#include "camapp/picture/jpeg/jpeg_errors.h"
#include "camapp/picture/limits.h"

namespace camglass {
namespace {

constexpr char kExifHeader[6] = {'E', 'x', 'i', 'f', '\0', '\0'};
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr unsigned kMaxMarkerBytes = 0xFFFF;

void OnProgress(j_common_ptr jpeg) {
  const auto* decompress = reinterpret_cast<j_decompress_ptr>(jpeg);
  if (decompress->input_scan_number > limits::kMaxJpegScans)
    reinterpret_cast<JpegErrors*>(jpeg->err)->Fail("too many scans");
}

class Decoder {
 public:
  Decoder();
  ~Decoder() { jpeg_destroy_decompress(&jpeg_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // Each is false where libjpeg failed; message() then says why.
  bool ReadHeader(const uint8_t* bytes, size_t size);
  bool Start();
  // rows: output_height rows of output_width * output_components bytes.
  bool ReadRows(uint8_t* rows);

  const char* message() const { return errors_.message; }
  const char* note() const { return errors_.note; }
  const jpeg_decompress_struct& jpeg() const { return jpeg_; }

 private:
  JpegErrors errors_ = {};
  jpeg_progress_mgr progress_ = {};
  jpeg_decompress_struct jpeg_ = {};
};

Decoder::Decoder() {
  jpeg_.err = errors_.Install();
  progress_.progress_monitor = OnProgress;
}

bool Decoder::ReadHeader(const uint8_t* bytes, size_t size) {
  if (setjmp(errors_.return_point) != 0) return false;
  jpeg_create_decompress(&jpeg_);
  jpeg_.progress = &progress_;
  jpeg_mem_src(&jpeg_, bytes, size);
  jpeg_save_markers(&jpeg_, kExifMarker, kMaxMarkerBytes);
  jpeg_read_header(&jpeg_, TRUE);
  return true;
}

bool Decoder::Start() {
  if (setjmp(errors_.return_point) != 0) return false;
  const bool four_inks =
      jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK;
  jpeg_.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  jpeg_.dct_method = JDCT_ISLOW;
  jpeg_.do_fancy_upsampling = TRUE;
  jpeg_start_decompress(&jpeg_);
  return true;
}

bool Decoder::ReadRows(uint8_t* rows) {
  if (setjmp(errors_.return_point) != 0) return false;
  const size_t row_bytes =
      size_t{jpeg_.output_width} * static_cast<size_t>(jpeg_.output_components);
  while (jpeg_.output_scanline < jpeg_.output_height) {
    JSAMPROW row = rows + jpeg_.output_scanline * row_bytes;
    jpeg_read_scanlines(&jpeg_, &row, 1);
  }
  errors_.Finish(&jpeg_);
  return true;
}

Orientation OrientationOf(const jpeg_decompress_struct& jpeg) {
  for (jpeg_saved_marker_ptr marker = jpeg.marker_list; marker != nullptr;
       marker = marker->next) {
    const bool exif =
        marker->marker == kExifMarker &&
        marker->data_length >= sizeof(kExifHeader) &&
        std::memcmp(marker->data, kExifHeader, sizeof(kExifHeader)) == 0;
    if (exif) return ExifOrientation({marker->data, marker->data_length});
  }
  return Orientation::kUpright;
}

// Ink coverage to light. Adobe's programs store the complement of the ink.
void CmykToRgb(const std::vector<uint8_t>& cmyk, bool complemented,
               std::vector<uint8_t>& rgb) {
  for (size_t i = 0, o = 0; o < rgb.size(); i += 4, o += 3) {
    const unsigned flip = complemented ? 0 : 255;
    const unsigned white = cmyk[i + 3] ^ flip;
    for (size_t ch = 0; ch < 3; ++ch)
      rgb[o + ch] =
          static_cast<uint8_t>(((cmyk[i + ch] ^ flip) * white + 127) / 255);
  }
}

std::string NoteOf(const std::string& fault) {
  if (fault.empty()) return "";
  return "the JPEG is not quite as it should be (" + fault +
         "), but no pixel is missing";
}

Status Damaged(const char* reason) {
  return InvalidInput(std::string("the JPEG is damaged, cut short or of an "
                                  "unusual kind (") +
                      reason + "); save it again or convert it to PNG");
}

}  // namespace

StatusOr<Picture> DecodeJpeg(std::span<const uint8_t> bytes,
                             Orientation* orientation, std::string* note) {
  Decoder decoder;
  if (!decoder.ReadHeader(bytes.data(), bytes.size()))
    return Damaged(decoder.message());
  const jpeg_decompress_struct& jpeg = decoder.jpeg();
  CAMGLASS_RETURN_IF_ERROR(
      CheckPictureSize(jpeg.image_height, jpeg.image_width));
  *orientation = OrientationOf(jpeg);
  if (!decoder.Start()) return Damaged(decoder.message());

  Picture picture(jpeg.output_height, jpeg.output_width);
  if (jpeg.out_color_space != JCS_CMYK) {
    if (!decoder.ReadRows(picture.rgb.data()))
      return Damaged(decoder.message());
    *note = NoteOf(decoder.note());
    return picture;
  }
  std::vector<uint8_t> cmyk(picture.h * picture.w * 4);
  if (!decoder.ReadRows(cmyk.data())) return Damaged(decoder.message());
  *note = NoteOf(decoder.note());
  CmykToRgb(cmyk, jpeg.saw_Adobe_marker, picture.rgb);
  return picture;
}

}  // namespace camglass
