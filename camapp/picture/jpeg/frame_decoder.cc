#include "camapp/picture/jpeg/frame_decoder.h"

#include <string>

#include "camapp/picture/jpeg/frame_memory.h"
#include "camapp/picture/jpeg/jpeg_errors.h"
#include "camapp/picture/limits.h"
#include "engine/base/within_memory.h"

namespace camglass {
namespace {

void OnProgress(j_common_ptr jpeg) {
  const auto* decompress = reinterpret_cast<j_decompress_ptr>(jpeg);
  if (decompress->input_scan_number > limits::kMaxJpegScans)
    reinterpret_cast<JpegErrors*>(jpeg->err)->Fail("too many scans");
}

}  // namespace

struct JpegFrameDecoder::Impl {
  explicit Impl(const JpegFrameLimits& frame_limits);
  ~Impl() { jpeg_destroy_decompress(&jpeg); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status DecodeFrame(std::span<const uint8_t> bytes, Picture* picture);

  // Each is false where libjpeg failed: Failure then says why.
  bool Create();
  bool ReadHeader(const uint8_t* bytes, size_t size);
  bool ReadRows(uint8_t* rgb);
  Status Failure() const;
  void EndFrame();

  JpegFrameLimits limits;
  JpegErrors errors = {};
  jpeg_progress_mgr progress = {};
  jpeg_decompress_struct jpeg = {};
  FrameMemory memory;
  bool usable = false;
};

JpegFrameDecoder::Impl::Impl(const JpegFrameLimits& frame_limits)
    : limits(frame_limits), memory(frame_limits.work_bytes) {
  usable = Create();
}

bool JpegFrameDecoder::Impl::Create() {
  jpeg.err = errors.Install();
  progress.progress_monitor = OnProgress;
  if (setjmp(errors.return_point) != 0) return false;
  jpeg_create_decompress(&jpeg);
  // libjpeg keeps its source object from frame to frame: it must be made before
  // the memory for frames comes in.
  static constexpr uint8_t kNothing[2] = {};
  jpeg_mem_src(&jpeg, kNothing, sizeof(kNothing));
  memory.Install(reinterpret_cast<j_common_ptr>(&jpeg));
  jpeg.progress = &progress;
  return true;
}

bool JpegFrameDecoder::Impl::ReadHeader(const uint8_t* bytes, size_t size) {
  errors.ForgetPicture();
  if (setjmp(errors.return_point) != 0) return false;
  jpeg_mem_src(&jpeg, bytes, size);
  jpeg_read_header(&jpeg, TRUE);
  if (jpeg.image_width > limits.side || jpeg.image_height > limits.side)
    errors.Fail("the picture is too large");
  if (jpeg.num_components != 1 && jpeg.num_components != 3)
    errors.Fail("not a grey or colour picture");
  return true;
}

bool JpegFrameDecoder::Impl::ReadRows(uint8_t* rgb) {
  if (setjmp(errors.return_point) != 0) return false;
  jpeg.out_color_space = JCS_RGB;
  jpeg.dct_method = JDCT_ISLOW;
  jpeg.do_fancy_upsampling = TRUE;
  jpeg_start_decompress(&jpeg);
  const size_t row_bytes = size_t{jpeg.output_width} * 3;
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = rgb + jpeg.output_scanline * row_bytes;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  errors.Finish(&jpeg);
  return true;
}

Status JpegFrameDecoder::Impl::DecodeFrame(std::span<const uint8_t> bytes,
                                           Picture* picture) {
  if (!ReadHeader(bytes.data(), bytes.size())) return Failure();
  // EndFrame must follow whatever happens.
  CAMGLASS_RETURN_IF_ERROR(WithinMemory("decode this frame", [&] {
    picture->Resize({jpeg.image_height, jpeg.image_width});
    return Status();
  }));
  return ReadRows(picture->rgb.data()) ? Status() : Failure();
}

Status JpegFrameDecoder::Impl::Failure() const {
  if (errors.out_of_memory) return OutOfMemory("decode this frame");
  return InvalidInput(std::string("a damaged JPEG frame: ") + errors.message);
}

// jpeg_abort_decompress frees what is libjpeg's own and can't fail.
void JpegFrameDecoder::Impl::EndFrame() {
  jpeg_abort_decompress(&jpeg);
  ForgetTables(&jpeg);
  memory.Reset();
}

JpegFrameDecoder::JpegFrameDecoder(const JpegFrameLimits& limits)
    : impl_(std::make_unique<Impl>(limits)) {}

JpegFrameDecoder::~JpegFrameDecoder() = default;

Status JpegFrameDecoder::Decode(std::span<const uint8_t> jpeg,
                                Picture* picture) {
  if (!impl_->usable) return IoError("libjpeg can't start");
  const Status decoded = impl_->DecodeFrame(jpeg, picture);
  impl_->EndFrame();
  if (decoded.ok() && impl_->errors.tolerated > 0 && tolerated_.frames++ == 0)
    tolerated_.first = impl_->errors.note;
  return decoded;
}

}  // namespace camglass
