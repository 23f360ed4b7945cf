#include "camapp/picture/jpeg/frame_encoder.h"

#include <new>
#include <string>
#include <vector>

#include "camapp/picture/jpeg/frame_memory.h"
#include "camapp/picture/jpeg/jpeg_errors.h"

namespace camglass {
namespace {

constexpr size_t kWorkBytes = size_t{1} << 28;

// Where libjpeg writes: a vector that grows by doubling and stays.
struct Destination {
  jpeg_destination_mgr base;  // first, so that libjpeg's pointer to it is ours
  std::vector<uint8_t> bytes;
  size_t written = 0;
};

Destination* DestinationOf(j_compress_ptr jpeg) {
  return reinterpret_cast<Destination*>(jpeg->dest);
}

void Offer(Destination* destination, size_t from) {
  destination->base.next_output_byte = destination->bytes.data() + from;
  destination->base.free_in_buffer = destination->bytes.size() - from;
}

void OnStart(j_compress_ptr jpeg) { Offer(DestinationOf(jpeg), 0); }

boolean OnFull(j_compress_ptr jpeg) {
  Destination* destination = DestinationOf(jpeg);
  const size_t full = destination->bytes.size();
  // No exception may pass through libjpeg's frames.
  bool grown = true;
  try {
    destination->bytes.resize(full * 2);
  } catch (const std::bad_alloc&) {
    grown = false;
  }
  if (!grown) reinterpret_cast<JpegErrors*>(jpeg->err)->Fail("out of memory");
  Offer(destination, full);
  return TRUE;
}

void OnEnd(j_compress_ptr jpeg) {
  Destination* destination = DestinationOf(jpeg);
  destination->written =
      destination->bytes.size() - destination->base.free_in_buffer;
}

}  // namespace

struct JpegFrameEncoder::Impl {
  explicit Impl(int jpeg_quality);
  ~Impl() { jpeg_destroy_compress(&jpeg); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // False where libjpeg failed; errors.message then says why.
  bool Write(const Picture& picture);

  int quality;
  JpegErrors errors = {};
  jpeg_compress_struct jpeg = {};
  FrameMemory memory{kWorkBytes};
  Destination destination = {};
};

JpegFrameEncoder::Impl::Impl(int jpeg_quality) : quality(jpeg_quality) {
  destination.bytes.resize(size_t{1} << 16);
  destination.base.init_destination = OnStart;
  destination.base.empty_output_buffer = OnFull;
  destination.base.term_destination = OnEnd;
}

// Tables and component records belong to the frame's memory: they are made anew
// for each.
bool JpegFrameEncoder::Impl::Write(const Picture& picture) {
  jpeg.err = errors.Install();
  if (setjmp(errors.return_point) != 0) return false;
  if (jpeg.mem == nullptr) {
    jpeg_create_compress(&jpeg);
    memory.Install(reinterpret_cast<j_common_ptr>(&jpeg));
    jpeg.dest = &destination.base;
  }
  jpeg.image_width = static_cast<JDIMENSION>(picture.w);
  jpeg.image_height = static_cast<JDIMENSION>(picture.h);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    // libjpeg takes rows by pointers to non-const but doesn't write to them.
    JSAMPROW row = const_cast<JSAMPROW>(picture.Row(jpeg.next_scanline));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  return true;
}

JpegFrameEncoder::JpegFrameEncoder(int quality)
    : impl_(std::make_unique<Impl>(quality)) {}

JpegFrameEncoder::~JpegFrameEncoder() = default;

StatusOr<std::span<const uint8_t>> JpegFrameEncoder::Encode(
    const Picture& picture) {
  const bool written = impl_->Write(picture);
  jpeg_abort_compress(&impl_->jpeg);
  ForgetTables(&impl_->jpeg);
  impl_->memory.Reset();
  if (!written)
    return IoError(std::string("can't write a JPEG: ") + impl_->errors.message);
  return std::span<const uint8_t>(impl_->destination.bytes.data(),
                                  impl_->destination.written);
}

}  // namespace camglass
