#include "camapp/video/jpeg_stream.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "camapp/capture/limits.h"
#include "camapp/video/jpeg_start.h"
#include "camapp/video/limits.h"

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

std::string_view TextOf(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Follows one JPEG through the stream.
class Follower {
 public:
  // length: of the part that the picture fills; 0: not known.
  Follower(InputStream& stream, size_t length, std::vector<uint8_t>* jpeg)
      : stream_(stream), left_(length), jpeg_(jpeg) {}

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

  bool has_end() const { return has_end_; }

 private:
  void Take(size_t size) {
    while (size > 0 && !done_) {
      const size_t piece = left_ > 0 ? std::min(size, left_) : size;
      TakePiece(piece);
      size -= piece;
      if (left_ == 0) continue;
      left_ -= piece;
      if (left_ == 0) EndOfPart();
    }
  }

  void TakePiece(size_t size) {
    const auto bytes = stream_.Peek(size);
    const size_t there = std::min(size, bytes.size());
    jpeg_->insert(jpeg_->end(), bytes.begin(),
                  bytes.begin() + static_cast<ptrdiff_t>(there));
    stream_.Skip(there);
    done_ |= there < size;
  }

  // Some cameras announce a wrong length: then no boundary follows.
  void EndOfPart() {
    if (done_ || EndsWithMarker()) return;
    const std::string_view next = TextOf(stream_.Peek(4));
    done_ |= next.starts_with("\r\n--") || next.starts_with("\n--") ||
             next.starts_with("--") || next.empty();
  }

  bool EndsWithMarker() const {
    const size_t size = jpeg_->size();
    return size >= 2 && (*jpeg_)[size - 2] == kMarker &&
           (*jpeg_)[size - 1] == kEndOfImage;
  }

  void Segment() {
    const auto bytes = stream_.Peek(2);
    if (bytes.size() < 2) {
      Take(bytes.size());
      done_ = true;
      return;
    }
    const uint8_t code = bytes[1];
    if (bytes[0] != kMarker) {  // decoders skip what is before a marker
      const auto marker = std::find(bytes.begin(), bytes.end(), kMarker);
      Take(static_cast<size_t>(marker - bytes.begin()));
    } else if (code == kStartOfImage) {  // the next picture: this one broke off
      done_ = true;
    } else if (code == kMarker) {  // a fill byte
      Take(1);
    } else if (code == 0x00) {
      Take(2);
    } else if (IsAlone(code)) {
      Take(2);
      has_end_ = code == kEndOfImage;
      done_ |= has_end_;
    } else {
      WithLength(code);
    }
  }

  void WithLength(uint8_t code) {
    const auto bytes = stream_.Peek(4);
    if (bytes.size() < 4) {
      Take(bytes.size());
      done_ = true;
      return;
    }
    in_scan_ = code == kStartOfScan;
    Take(2 + (size_t{bytes[2]} << 8 | bytes[3]));
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
    const uint8_t code = marker[1];
    Take(static_cast<size_t>(marker - bytes.data()));
    if (done_) return;
    if (BelongsToScan(code))
      Take(2);
    else if (code == kMarker)
      Take(1);
    else
      in_scan_ = false;
  }

  InputStream& stream_;
  size_t left_;  // of the part; 0: not known
  std::vector<uint8_t>* jpeg_;
  bool in_scan_ = false;
  bool done_ = false;
  bool has_end_ = false;
};

}  // namespace

void JpegStream::SkipTo(InputStream& stream, size_t size) {
  const std::string_view text = TextOf(stream.Peek(0).first(size));
  before_ += text.substr(text.size() -
                         std::min(text.size(), limits::kMaxPartHeaderBytes));
  if (before_.size() > limits::kMaxPartHeaderBytes)
    before_.erase(0, before_.size() - limits::kMaxPartHeaderBytes);
  skipped_ += size;
  stream.Skip(size);
}

bool JpegStream::SkipToStart(InputStream& stream) {
  for (;;) {
    const auto bytes = stream.Peek(kJpegStartBytes);
    const bool last = bytes.size() < kJpegStartBytes;
    for (size_t at = 0; at < bytes.size(); ++at) {
      if (!last && at + kJpegStartBytes > bytes.size()) break;
      if (!IsJpegStart(bytes.subspan(at))) continue;
      SkipTo(stream, at);
      return true;
    }
    if (last) return false;
    SkipTo(stream, bytes.size() - (kJpegStartBytes - 1));
  }
}

// What follows a picture without an end marker was taken for its data.
void JpegStream::TakeBoundaryFrom(std::vector<uint8_t>* jpeg) {
  const std::string_view text = TextOf(*jpeg);
  const size_t at = text.rfind("\n" + part_.boundary);
  if (at == std::string_view::npos) return;
  before_ = text.substr(std::max(
      at, text.size() - std::min(text.size(), limits::kMaxPartHeaderBytes)));
  const bool cr = at > 0 && text[at - 1] == '\r';
  jpeg->resize(cr ? at - 1 : at);
}

StatusOr<bool> JpegStream::Next(InputStream& stream,
                                std::vector<uint8_t>* jpeg) {
  jpeg->clear();
  if (!SkipToStart(stream)) {
    CAMGLASS_RETURN_IF_ERROR(stream.status());
    return false;
  }
  part_ = ParsePartHeader(before_);
  if (!any_ && part_.boundary.empty()) skipped_before_first_ = skipped_;
  any_ = true;
  before_.clear();
  Follower follower(stream, part_.length, jpeg);
  CAMGLASS_RETURN_IF_ERROR(follower.Follow());
  CAMGLASS_RETURN_IF_ERROR(stream.status());
  if (!follower.has_end() && !part_.boundary.empty()) TakeBoundaryFrom(jpeg);
  return true;
}

}  // namespace camglass
