#include <csetjmp>
#include <cstddef>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "camapp/picture/decoders.h"
#include "camapp/picture/jpeg/jpeg_errors.h"
#include "camapp/picture/limits.h"
#include "engine/base/round_up.h"
#include "engine/base/within_memory.h"

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
  bool Start(unsigned reduction);
  // The next row, output_width * output_components bytes.
  bool ReadRow(uint8_t* row);
  bool Finish();

  Status failure() const;
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
  jpeg_.mem->max_memory_to_use =
      static_cast<long>(limits::kMaxJpegFileWorkBytes);
  jpeg_save_markers(&jpeg_, kExifMarker, kMaxMarkerBytes);
  jpeg_read_header(&jpeg_, TRUE);
  return true;
}

bool Decoder::Start(unsigned reduction) {
  if (setjmp(errors_.return_point) != 0) return false;
  jpeg_.scale_num = 1;
  jpeg_.scale_denom = reduction;
  const bool four_inks =
      jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK;
  jpeg_.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  jpeg_.dct_method = JDCT_ISLOW;
  jpeg_.do_fancy_upsampling = TRUE;
  jpeg_start_decompress(&jpeg_);
  return true;
}

bool Decoder::ReadRow(uint8_t* row) {
  if (setjmp(errors_.return_point) != 0) return false;
  jpeg_read_scanlines(&jpeg_, &row, 1);
  return true;
}

bool Decoder::Finish() {
  if (setjmp(errors_.return_point) != 0) return false;
  errors_.Finish(&jpeg_);
  return true;
}

Status Decoder::failure() const {
  if (errors_.out_of_memory) return OutOfMemory("decode this JPEG");
  return InvalidInput(std::string("the JPEG is damaged, cut short or of an "
                                  "unusual kind (") +
                      errors_.message +
                      "); save it again or convert it to PNG");
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
               uint8_t* rgb) {
  const unsigned flip = complemented ? 0 : 255;
  for (size_t i = 0; i < cmyk.size(); i += 4, rgb += 3) {
    const unsigned white = cmyk[i + 3] ^ flip;
    for (size_t ch = 0; ch < 3; ++ch)
      rgb[ch] =
          static_cast<uint8_t>(((cmyk[i + ch] ^ flip) * white + 127) / 255);
  }
}

std::string NoteOf(const std::string& fault) {
  if (fault.empty()) return "";
  return "the JPEG is not quite as it should be (" + fault +
         "), but no pixel is missing";
}

// A part of a pixel at the border counts as one.
Extent Reduced(Extent stored, unsigned reduction) {
  return {DivideRoundingUp(stored.h, reduction),
          DivideRoundingUp(stored.w, reduction)};
}

StatusOr<Picture> ReadPixels(Decoder* decoder) {
  const jpeg_decompress_struct& jpeg = decoder->jpeg();
  Picture picture(jpeg.output_height, jpeg.output_width);
  const bool four_inks = jpeg.out_color_space == JCS_CMYK;
  std::vector<uint8_t> inks(four_inks ? picture.w * 4 : 0);
  for (size_t y = 0; y < picture.h; ++y) {
    if (!decoder->ReadRow(four_inks ? inks.data() : picture.Row(y)))
      return decoder->failure();
    if (four_inks) CmykToRgb(inks, jpeg.saw_Adobe_marker, picture.Row(y));
  }
  if (!decoder->Finish()) return decoder->failure();
  return picture;
}

}  // namespace

unsigned JpegReduction(Extent stored, Extent enough) {
  constexpr unsigned kMost = 8;
  const auto fits = [&](unsigned reduction) {
    const Extent size = Reduced(stored, reduction);
    return CheckPictureSize(size.h, size.w).ok();
  };
  const auto leaves_enough = [&](unsigned reduction) {
    const Extent size = Reduced(stored, reduction);
    return enough.h > 0 && enough.w > 0 && size.h >= enough.h &&
           size.w >= enough.w;
  };
  unsigned reduction = 1;
  while (reduction < kMost &&
         (!fits(reduction) || leaves_enough(2 * reduction)))
    reduction *= 2;
  return reduction;
}

StatusOr<Picture> DecodeJpeg(std::span<const uint8_t> bytes,
                             const DecodeOptions& options, JpegFacts* facts) {
  Decoder decoder;
  if (!decoder.ReadHeader(bytes.data(), bytes.size())) return decoder.failure();
  const jpeg_decompress_struct& jpeg = decoder.jpeg();
  CAMGLASS_RETURN_IF_ERROR(CheckJpegSize(jpeg.image_height, jpeg.image_width));
  facts->orientation = OrientationOf(jpeg);
  facts->full = {jpeg.image_height, jpeg.image_width};
  Extent enough = options.enough;
  if (options.apply_exif && SwapsSides(facts->orientation))
    std::swap(enough.h, enough.w);
  if (!decoder.Start(JpegReduction(facts->full, enough)))
    return decoder.failure();
  CAMGLASS_ASSIGN_OR_RETURN(Picture picture, ReadPixels(&decoder));
  facts->note = NoteOf(decoder.note());
  return picture;
}

}  // namespace camglass
