#include "camapp/video/jpeg_stream.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "camapp/capture/limits.h"

namespace camglass {
namespace {

constexpr uint8_t kMarker = 0xFF;
constexpr uint8_t kStartOfImage = 0xD8;
constexpr uint8_t kEndOfImage = 0xD9;
constexpr uint8_t kStartOfScan = 0xDA;

// A marker that stands alone, without a segment behind it.
bool IsAlone(uint8_t code) {
  return code == 0x01 || (code >= 0xD0 && code <= kEndOfImage);
}

// In a scan's data FF 00 is a byte, and restarts belong to it.
bool BelongsToScan(uint8_t code) {
  return code == 0x00 || (code >= 0xD0 && code <= 0xD7);
}

// Where the next start-of-image is, or how much can be skipped looking for it.
bool SkipToStart(InputStream& stream) {
  for (;;) {
    const auto bytes = stream.Peek(3);
    if (bytes.size() < 3) return false;
    constexpr std::array<uint8_t, 3> kStart = {kMarker, kStartOfImage, kMarker};
    const auto found =
        std::search(bytes.begin(), bytes.end(), kStart.begin(), kStart.end());
    if (found != bytes.end()) {
      stream.Skip(static_cast<size_t>(found - bytes.begin()));
      return true;
    }
    stream.Skip(bytes.size() - 2);
  }
}

// Follows one JPEG through the stream.
class Follower {
 public:
  Follower(InputStream& stream, std::vector<uint8_t>* jpeg)
      : stream_(stream), jpeg_(jpeg) {}

  // Up to the end of the picture, or of what there is of it.
  Status Follow() {
    Take(2);  // the start
    while (!done_) {
      if (jpeg_->size() > limits::kMaxFrameBytes)
        return InvalidInput("a JPEG of more than " +
                            std::to_string(limits::kMaxFrameBytes) + " bytes");
      if (in_scan_)
        Scan();
      else
        Segment();
    }
    return Status();
  }

 private:
  void Take(size_t size) {
    const auto bytes = stream_.Peek(size);
    const size_t there = std::min(size, bytes.size());
    jpeg_->insert(jpeg_->end(), bytes.begin(),
                  bytes.begin() + static_cast<ptrdiff_t>(there));
    stream_.Skip(there);
    if (there < size) done_ = true;
  }

  void Segment() {
    const auto bytes = stream_.Peek(4);
    if (bytes.size() < 2 || bytes[0] != kMarker) {
      done_ = true;
      return;
    }
    const uint8_t code = bytes[1];
    if (code == kStartOfImage) {  // the next picture: this one broke off
      done_ = true;
    } else if (code == kMarker) {  // a fill byte
      Take(1);
    } else if (IsAlone(code)) {
      Take(2);
      done_ |= code == kEndOfImage;
    } else if (bytes.size() < 4) {
      Take(bytes.size());
      done_ = true;
    } else {
      in_scan_ = code == kStartOfScan;
      Take(2 + (size_t{bytes[2]} << 8 | bytes[3]));
    }
  }

  void Scan() {
    const auto bytes = stream_.Peek(2);
    if (bytes.size() < 2) {
      Take(bytes.size());
      done_ = true;
      return;
    }
    const auto* marker = static_cast<const uint8_t*>(
        std::memchr(bytes.data(), kMarker, bytes.size() - 1));
    if (marker == nullptr) {
      Take(bytes.size() - 1);
      return;
    }
    Take(static_cast<size_t>(marker - bytes.data()));
    const uint8_t code = marker[1];
    if (BelongsToScan(code))
      Take(2);
    else if (code == kMarker)
      Take(1);
    else
      in_scan_ = false;
  }

  InputStream& stream_;
  std::vector<uint8_t>* jpeg_;
  bool in_scan_ = false;
  bool done_ = false;
};

}  // namespace

StatusOr<bool> ReadJpeg(InputStream& stream, std::vector<uint8_t>* jpeg) {
  jpeg->clear();
  if (!SkipToStart(stream)) {
    CAMGLASS_RETURN_IF_ERROR(stream.status());
    return false;
  }
  CAMGLASS_RETURN_IF_ERROR(Follower(stream, jpeg).Follow());
  CAMGLASS_RETURN_IF_ERROR(stream.status());
  return true;
}

}  // namespace camglass
