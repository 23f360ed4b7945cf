#include "camapp/video/recording.h"

#include <cstring>
#include <string>

#include "camapp/capture/limits.h"

namespace camglass {
namespace {

constexpr std::string_view kFrameMagic = "FRAM";

// Little-endian numbers, one after another.
class Writer {
 public:
  explicit Writer(std::span<uint8_t> bytes) : bytes_(bytes) {}
  void Text(std::string_view text) {
    for (const char c : text) bytes_[at_++] = static_cast<uint8_t>(c);
  }
  void U32(uint32_t v) { Put(v, 4); }
  void U64(uint64_t v) { Put(v, 8); }

 private:
  void Put(uint64_t v, int size) {
    for (int i = 0; i < size; ++i)
      bytes_[at_++] = static_cast<uint8_t>(v >> (8 * i));
  }
  std::span<uint8_t> bytes_;
  size_t at_ = 0;
};

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes) : bytes_(bytes) {}
  uint32_t U32() { return static_cast<uint32_t>(Get(4)); }
  uint64_t U64() { return Get(8); }

 private:
  uint64_t Get(int size) {
    uint64_t v = 0;
    for (int i = 0; i < size; ++i) v |= uint64_t{bytes_[at_++]} << (8 * i);
    return v;
  }
  std::span<const uint8_t> bytes_;
  size_t at_ = 0;
};

Status Damaged(const InputStream& stream, const std::string& what) {
  return InvalidInput("the recording is damaged at byte " +
                      std::to_string(stream.position()) + ": " + what);
}

}  // namespace

std::span<const uint8_t> RecordingHeader() {
  static const std::array<uint8_t, 16> header = [] {
    std::array<uint8_t, 16> bytes = {};
    Writer writer(bytes);
    writer.Text(kRecordingMagic);
    return bytes;
  }();
  return header;
}

FrameHeader FrameHeaderOf(const CapturedFrame& frame) {
  FrameHeader bytes = {};
  Writer writer(bytes);
  writer.Text(kFrameMagic);
  writer.U32(frame.format.fourcc);
  writer.U32(frame.format.width);
  writer.U32(frame.format.height);
  writer.U32(frame.format.planes);
  for (const uint32_t stride : frame.format.stride) writer.U32(stride);
  writer.U32(frame.format.colorspace);
  writer.U32(frame.format.ycbcr_enc);
  writer.U32(frame.format.quantization);
  writer.U32(frame.sequence);
  writer.U64(static_cast<uint64_t>(frame.timestamp_ns));
  for (const size_t plane : frame.plane_bytes) writer.U64(plane);
  writer.U64(0);  // reserved
  return bytes;
}

Status ReadRecordingHeader(InputStream& stream) {
  const std::span<const uint8_t> expected = RecordingHeader();
  const std::span<const uint8_t> bytes = stream.Peek(expected.size());
  if (bytes.size() < expected.size() ||
      std::memcmp(bytes.data(), expected.data(), expected.size()) != 0)
    return InvalidInput("not a recording of this version of camapp");
  stream.Skip(expected.size());
  return Status();
}

StatusOr<bool> ReadRecordedFrame(InputStream& stream, CapturedFrame* frame) {
  if (stream.Peek(1).empty()) {
    CAMGLASS_RETURN_IF_ERROR(stream.status());
    return false;
  }
  const std::span<const uint8_t> header = stream.Peek(kFrameHeaderBytes);
  if (header.size() < kFrameHeaderBytes)
    return Damaged(stream, "it ends in the middle of a frame's header");
  if (std::memcmp(header.data(), kFrameMagic.data(), kFrameMagic.size()) != 0)
    return Damaged(stream, "no frame begins here");
  Reader reader(header.subspan(kFrameMagic.size()));
  FrameFormat& format = frame->format;
  format.fourcc = reader.U32();
  format.width = reader.U32();
  format.height = reader.U32();
  format.planes = reader.U32();
  for (uint32_t& stride : format.stride) stride = reader.U32();
  format.colorspace = reader.U32();
  format.ycbcr_enc = reader.U32();
  format.quantization = reader.U32();
  frame->sequence = reader.U32();
  frame->timestamp_ns = static_cast<int64_t>(reader.U64());
  size_t total = 0;
  for (size_t& plane : frame->plane_bytes) {
    const uint64_t size = reader.U64();
    if (size > limits::kMaxFrameBytes - total)
      return Damaged(stream, "a frame of more than " +
                                 std::to_string(limits::kMaxFrameBytes) +
                                 " bytes");
    plane = static_cast<size_t>(size);
    total += plane;
  }
  if (format.planes == 0 || format.planes > kMaxPlanes)
    return Damaged(stream,
                   "a frame of " + std::to_string(format.planes) + " planes");
  stream.Skip(kFrameHeaderBytes);
  // In pieces: a header can announce more than the file has.
  constexpr size_t kPiece = size_t{1} << 20;
  frame->bytes.clear();
  while (frame->bytes.size() < total) {
    const size_t before = frame->bytes.size();
    frame->bytes.resize(before + std::min(kPiece, total - before));
    if (stream.Read(std::span(frame->bytes).subspan(before))) continue;
    CAMGLASS_RETURN_IF_ERROR(stream.status());
    return Damaged(stream, "it ends in the middle of a frame");
  }
  return true;
}

}  // namespace camglass
