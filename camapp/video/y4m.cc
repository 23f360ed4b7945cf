#include "camapp/video/y4m.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <sstream>
#include <string_view>

#include "camapp/capture/limits.h"

namespace camglass {
namespace {

constexpr std::string_view kFrameLine = "FRAME\n";
constexpr std::string_view kMagic = "YUV4MPEG2";
constexpr std::string_view kFrame = "FRAME";
constexpr size_t kMaxLine = 1024;

// A line without its end; none where the stream ends, or the line is too long.
std::optional<std::string> ReadLine(InputStream& stream) {
  for (size_t at = 0; at < kMaxLine; ++at) {
    const auto window = stream.Peek(at + 1);
    if (window.size() <= at) return std::nullopt;
    if (window[at] != '\n') continue;
    std::string line(window.begin(),
                     window.begin() + static_cast<ptrdiff_t>(at));
    stream.Skip(at + 1);
    return line;
  }
  return std::nullopt;
}

std::optional<uint32_t> Number(std::string_view text) {
  uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::optional<double> Ratio(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto above = Number(text.substr(0, colon));
  const auto below = Number(text.substr(colon + 1));
  if (!above.has_value() || !below.has_value() || *above == 0 || *below == 0)
    return std::nullopt;
  return static_cast<double>(*above) / *below;
}

Status BadHeader(const std::string& what) {
  return InvalidInput("the Y4M header " + what +
                      "; make the stream again, e.g. with ffmpeg -i FILE "
                      "-pix_fmt yuv420p -f yuv4mpegpipe -");
}

// What the header's words say.
struct Words {
  uint32_t width = 0;
  uint32_t height = 0;
  double fps = 25;
  bool grey = false;
  bool full_range = false;
};

Status TakeColour(std::string_view name, Words& words) {
  words.grey = name == "mono";
  // 420p10 and the like have more than 8 bits.
  const bool known = name == "420" || name == "420jpeg" || name == "420mpeg2" ||
                     name == "420paldv";
  if (!known && !words.grey)
    return BadHeader("has pixels of kind '" + std::string(name) +
                     "', which camapp can't read");
  return Status();
}

Status TakeWord(const std::string& word, Words& words) {
  std::string_view value = word;
  value.remove_prefix(1);
  switch (word[0]) {
    case 'W':
      words.width = Number(value).value_or(0);
      return Status();
    case 'H':
      words.height = Number(value).value_or(0);
      return Status();
    case 'F':
      words.fps = Ratio(value).value_or(words.fps);
      return Status();
    case 'C':
      return TakeColour(value, words);
    case 'X':
      if (value == "COLORRANGE=FULL") words.full_range = true;
      return Status();
    default:
      return Status();
  }
}

Y4mHeader HeaderOf(const Words& words) {
  Y4mHeader header;
  header.fps = words.fps;
  FrameFormat& format = header.format;
  format.quantization = words.full_range ? V4L2_QUANTIZATION_FULL_RANGE
                                         : V4L2_QUANTIZATION_LIM_RANGE;
  const uint32_t chroma_w = (words.width + 1) / 2;
  const uint32_t chroma_h = (words.height + 1) / 2;
  header.plane_bytes = {size_t{words.width} * words.height, 0, 0};
  format.width = words.width;
  format.height = words.height;
  format.stride = {words.width, 0, 0};
  format.fourcc = V4L2_PIX_FMT_GREY;
  if (words.grey) return header;
  format.fourcc = V4L2_PIX_FMT_YUV420M;
  format.planes = 3;
  format.width &= ~1U;
  format.height &= ~1U;
  format.stride = {words.width, chroma_w, chroma_w};
  header.plane_bytes[1] = header.plane_bytes[2] = size_t{chroma_w} * chroma_h;
  return header;
}

}  // namespace

StatusOr<Y4mHeader> ReadY4mHeader(InputStream& stream) {
  const std::optional<std::string> line = ReadLine(stream);
  if (!line.has_value()) return BadHeader("has no end");
  std::istringstream text(*line);
  std::string word;
  text >> word;
  if (word != kMagic) return BadHeader("doesn't begin with YUV4MPEG2");
  Words words;
  while (text >> word) CAMGLASS_RETURN_IF_ERROR(TakeWord(word, words));
  if (words.width == 0 || words.height == 0)
    return BadHeader("gives no width or height");
  if (words.width > limits::kMaxFrameSide ||
      words.height > limits::kMaxFrameSide)
    return BadHeader("gives a side beyond " +
                     std::to_string(limits::kMaxFrameSide));
  const Y4mHeader header = HeaderOf(words);
  CAMGLASS_RETURN_IF_ERROR(CheckFrameFormat(header.format));
  return header;
}

StatusOr<bool> ReadY4mFrame(InputStream& stream, const Y4mHeader& header,
                            CapturedFrame* frame) {
  if (stream.Peek(1).empty()) {
    CAMGLASS_RETURN_IF_ERROR(stream.status());
    return false;
  }
  const auto begin = stream.Peek(kFrame.size());
  if (begin.size() < kFrame.size() ||
      std::memcmp(begin.data(), kFrame.data(), kFrame.size()) != 0 ||
      !ReadLine(stream).has_value())
    return InvalidInput("the Y4M stream is damaged: no frame at byte " +
                        std::to_string(stream.position()));
  frame->format = header.format;
  frame->plane_bytes = header.plane_bytes;
  size_t size = 0;
  for (const size_t plane : header.plane_bytes) size += plane;
  frame->bytes.resize(size);
  if (!stream.Read(frame->bytes)) {
    CAMGLASS_RETURN_IF_ERROR(stream.status());
    return InvalidInput("the Y4M stream ends in the middle of a frame");
  }
  return true;
}

Y4mEncoder::Y4mEncoder(Extent size, double fps)
    : size_{(size.h + 1) / 2 * 2, (size.w + 1) / 2 * 2}, fps_(fps) {}

std::string Y4mEncoder::Header() const {
  const auto thousandths = std::lround(fps_ * 1000);
  return std::string(kMagic) + " W" + std::to_string(size_.w) + " H" +
         std::to_string(size_.h) + " F" + std::to_string(thousandths) +
         ":1000 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n";
}

const std::vector<uint8_t>& Y4mEncoder::Frame(const Picture& picture) {
  const size_t pixels = size_.h * size_.w;
  frame_.resize(kFrameLine.size() + pixels + pixels / 2);
  std::memcpy(frame_.data(), kFrameLine.data(), kFrameLine.size());
  uint8_t* luma = frame_.data() + kFrameLine.size();
  PutLuma(picture, luma);
  PutChroma(picture, luma + pixels, luma + pixels + pixels / 4);
  return frame_;
}

std::span<const uint8_t> Y4mEncoder::Planes(const Picture& picture) {
  return std::span(Frame(picture)).subspan(kFrameLine.size());
}

// BT.601's weights times 219 / 255, as 1/65536, plus the black level.
void Y4mEncoder::PutLuma(const Picture& picture, uint8_t* luma) const {
  for (size_t y = 0; y < size_.h; ++y) {
    const uint8_t* row = picture.Row(std::min(y, picture.h - 1));
    for (size_t x = 0; x < size_.w; ++x) {
      const uint8_t* p = row + 3 * std::min(x, picture.w - 1);
      *luma++ = static_cast<uint8_t>(
          (p[0] * 16829 + p[1] * 33039 + p[2] * 6416 + 16 * 65536 + 32768) >>
          16);
    }
  }
}

// Likewise times 224 / 255, of sums of four pixels.
void Y4mEncoder::PutChroma(const Picture& picture, uint8_t* u,
                           uint8_t* v) const {
  constexpr int kMiddle = 128 * 4 * 65536 + 2 * 65536;
  for (size_t y = 0; y < size_.h; y += 2) {
    const uint8_t* top = picture.Row(y);
    const uint8_t* bottom = picture.Row(std::min(y + 1, picture.h - 1));
    for (size_t x = 0; x < size_.w; x += 2) {
      const size_t left = 3 * x;
      const size_t right = 3 * std::min(x + 1, picture.w - 1);
      int sum[3];
      for (size_t ch = 0; ch < 3; ++ch)
        sum[ch] = top[left + ch] + top[right + ch] + bottom[left + ch] +
                  bottom[right + ch];
      *u++ = static_cast<uint8_t>(
          (-9714 * sum[0] - 19070 * sum[1] + 28784 * sum[2] + kMiddle) >> 18);
      *v++ = static_cast<uint8_t>(
          (28784 * sum[0] - 24103 * sum[1] - 4681 * sum[2] + kMiddle) >> 18);
    }
  }
}

}  // namespace camglass
