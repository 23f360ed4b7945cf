#include <zlib.h>

#include <string>

#include "camapp/picture/byte_order.h"
#include "camapp/picture/decoders.h"
#include "camapp/picture/stb_decode.h"

namespace camglass {
namespace {

constexpr size_t kSignatureBytes = 8;
constexpr size_t kLengthBytes = 4;
constexpr size_t kTypeBytes = 4;
constexpr size_t kCrcBytes = 4;
constexpr size_t kHeaderBytes = 13;  // IHDR's data

// A chunk's type as the big-endian integer that its four letters make.
constexpr uint32_t ChunkType(const char (&letters)[kTypeBytes + 1]) {
  uint32_t type = 0;
  for (size_t i = 0; i < kTypeBytes; ++i)
    type = type << 8 | static_cast<uint8_t>(letters[i]);
  return type;
}

struct Chunk {
  uint32_t type;
  std::span<const uint8_t> data;
  size_t end;  // offset of what follows
};

Status PngCutShort() {
  return InvalidInput("the PNG is cut short; copy or download it again");
}

// The chunk at `offset`, its CRC verified.
StatusOr<Chunk> ReadChunk(std::span<const uint8_t> bytes, size_t offset) {
  constexpr size_t kFrame = kLengthBytes + kTypeBytes + kCrcBytes;
  if (bytes.size() - offset < kFrame) return PngCutShort();
  const uint8_t* at = bytes.data() + offset;
  const size_t length = BigEndian32(at);
  if (bytes.size() - offset - kFrame < length) return PngCutShort();
  const uint8_t* type = at + kLengthBytes;
  const uint8_t* data = type + kTypeBytes;
  const uLong crc = crc32_z(0, type, kTypeBytes + length);
  const Chunk chunk{
      BigEndian32(type), {data, length}, offset + kFrame + length};
  if (crc != BigEndian32(data + length))
    return InvalidInput("the PNG is damaged (checksum of a chunk at byte " +
                        std::to_string(offset) +
                        "); copy or download it again");
  return chunk;
}

Status CheckHeader(const Chunk& chunk) {
  if (chunk.type != ChunkType("IHDR") || chunk.data.size() != kHeaderBytes)
    return InvalidInput(
        "the PNG does not start with its header; save it again");
  return CheckPictureSize(BigEndian32(chunk.data.data() + 4),
                          BigEndian32(chunk.data.data()));
}

}  // namespace

StatusOr<Picture> DecodePng(std::span<const uint8_t> bytes,
                            Orientation* orientation) {
  size_t offset = kSignatureBytes;
  for (bool first = true;; first = false) {
    CAMGLASS_ASSIGN_OR_RETURN(const Chunk chunk, ReadChunk(bytes, offset));
    if (first) CAMGLASS_RETURN_IF_ERROR(CheckHeader(chunk));
    if (chunk.type == ChunkType("eXIf"))
      *orientation = TiffOrientation(chunk.data);
    offset = chunk.end;
    if (chunk.type == ChunkType("IEND")) break;
  }
  return StbDecode(bytes.first(offset), "PNG");
}

}  // namespace camglass
