#include <algorithm>
#include <optional>
#include <string>

#include "camapp/picture/decoders.h"

namespace camglass {
namespace {

constexpr uint32_t kMaxMaximum = 65'535;
constexpr uint32_t kTooMany = 1'000'000'000;

bool IsSpace(uint8_t ch) { return ch == ' ' || (ch >= '\t' && ch <= '\r'); }
bool IsDigit(uint8_t ch) { return ch >= '0' && ch <= '9'; }

// The numbers of the header, in order.
class HeaderReader {
 public:
  explicit HeaderReader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  // The next number; nothing where there is none or it is absurdly large.
  std::optional<uint32_t> Next() {
    SkipSpaceAndComments();
    if (at_ == bytes_.size() || !IsDigit(bytes_[at_])) return std::nullopt;
    uint32_t value = 0;
    for (; at_ < bytes_.size() && IsDigit(bytes_[at_]); ++at_) {
      if (value >= kTooMany / 10) return std::nullopt;
      value = value * 10 + (bytes_[at_] - uint32_t{'0'});
    }
    return value;
  }

  // What follows the one white space after the last number.
  std::span<const uint8_t> Rest() const {
    return bytes_.subspan(std::min(at_ + 1, bytes_.size()));
  }

 private:
  void SkipSpaceAndComments() {
    for (; at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '#')
        while (at_ + 1 < bytes_.size() && bytes_[at_] != '\n') ++at_;
      if (!IsSpace(bytes_[at_]) && bytes_[at_] != '\n') return;
    }
  }

  std::span<const uint8_t> bytes_;
  size_t at_ = 2;  // after "P5" or "P6"
};

// Sample i of 1 or 2 bytes, the high byte first.
uint32_t SampleAt(const uint8_t* samples, size_t i, size_t sample_bytes) {
  if (sample_bytes == 1) return samples[i];
  return uint32_t{samples[2 * i]} << 8 | samples[2 * i + 1];
}

uint8_t Scaled(uint32_t value, uint32_t maximum) {
  return static_cast<uint8_t>((std::min(value, maximum) * 255 + maximum / 2) /
                              maximum);
}

}  // namespace

StatusOr<Picture> DecodePnm(std::span<const uint8_t> bytes) {
  const size_t channels = bytes[1] == '6' ? 3 : 1;
  HeaderReader header(bytes);
  const std::optional<uint32_t> w = header.Next();
  const std::optional<uint32_t> h = header.Next();
  const std::optional<uint32_t> maximum = header.Next();
  if (!w || !h || !maximum || *maximum == 0 || *maximum > kMaxMaximum)
    return InvalidInput(
        "the PPM or PGM has no valid header; save it again or convert it to "
        "PNG");
  CAMGLASS_RETURN_IF_ERROR(CheckPictureSize(*h, *w));

  const std::span<const uint8_t> samples = header.Rest();
  const size_t sample_bytes = *maximum > 255 ? 2 : 1;
  Picture picture(*h, *w);
  const size_t count = picture.h * picture.w * channels;
  if (samples.size() < count * sample_bytes)
    return InvalidInput(
        "the PPM or PGM is cut short; copy or download it again");
  for (size_t i = 0; i < count; ++i) {
    const uint32_t value = SampleAt(samples.data(), i, sample_bytes);
    const uint8_t byte = Scaled(value, *maximum);
    if (channels == 3)
      picture.rgb[i] = byte;
    else
      std::fill_n(picture.rgb.begin() + static_cast<ptrdiff_t>(3 * i), 3, byte);
  }
  return picture;
}

}  // namespace camglass
