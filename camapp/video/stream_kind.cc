#include "camapp/video/stream_kind.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "camapp/video/jpeg_start.h"
#include "camapp/video/limits.h"
#include "camapp/video/recording.h"

namespace camglass {
namespace {

using Bytes = std::span<const uint8_t>;
using namespace std::literals;

// A signature needs no more.
constexpr size_t kProbe = 12;
constexpr size_t kTransportPacket = 188;
constexpr size_t kMostBytes = limits::kMaxBytesBeforePictures + kProbe;

bool HasAt(Bytes bytes, size_t at, std::string_view text) {
  return bytes.size() >= at + text.size() &&
         std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

struct Signature {
  size_t at;
  std::string_view text;
  std::string_view name;
};

constexpr Signature kContainers[] = {
    {4, "ftyp"sv, "an MP4 or QuickTime file"},
    {4, "moov"sv, "an MP4 or QuickTime file"},
    {4, "mdat"sv, "an MP4 or QuickTime file"},
    {0, "\x1A\x45\xDF\xA3"sv, "a Matroska/WebM file"},
    {8, "AVI "sv, "an AVI file"},
    {0, "OggS"sv, "an Ogg file"},
    {0, "FLV\x01"sv, "a Flash video"},
    {0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, "a Windows Media file"},
    {0, "DKIF"sv, "an IVF file"},
    {0, "GIF8"sv, "a GIF"},
    {8, "WEBP"sv, "a WebP picture"},
    {0, "\0\0\x01\xBA"sv, "an MPEG programme stream"},
    {0, "\0\0\x01\xB3"sv, "an MPEG-1 or MPEG-2 video"},
    {0, "\0\0\x01\xB0"sv, "an MPEG-4 video"},
};

std::string_view ContainerOf(InputStream& stream) {
  Bytes bytes = stream.Peek(kProbe);
  for (const Signature& known : kContainers)
    if (HasAt(bytes, known.at, known.text)) return known.name;
  if (bytes.empty() || bytes[0] != 'G') return "";
  bytes = stream.Peek(kTransportPacket + 1);
  if (HasAt(bytes, kTransportPacket, "G")) return "an MPEG transport stream";
  return "";
}

// H.264 and H.265 as encoders write them: three or four bytes, and the first
// unit's type, which is a parameter set, a delimiter, a message or a picture.
std::string_view EncoderOutput(Bytes bytes) {
  const size_t at = HasAt(bytes, 0, "\0\0\0\x01"sv) ? 4 : 3;
  if (at == 3 && !HasAt(bytes, 0, "\0\0\x01"sv)) return "";
  if (bytes.size() < at + 2) return "";
  const uint8_t unit = bytes[at];
  if ((unit & 0x80) != 0) return "";
  const int type265 = unit >> 1;
  if (bytes[at + 1] == 1 && (unit & 1) == 0 && type265 >= 32 && type265 <= 39)
    return "an H.265 stream";
  const int type264 = unit & 0x1F;
  const bool is_264 = type264 == 1 || (type264 >= 5 && type264 <= 9);
  return is_264 ? "an H.264 stream" : "";
}

std::string Unpack(const std::string& path) {
  return "ffmpeg -v error -i " + path +
         " -pix_fmt yuv420p -f yuv4mpegpipe - | camapp --video -";
}

Status IsEncoded(std::string_view what, const std::string& path) {
  return InvalidInput("this is " + std::string(what) +
                      "; let the program that makes it send Motion JPEG "
                      "(rpicam-vid --codec mjpeg), or let ffmpeg unpack it: " +
                      Unpack(path));
}

bool IsText(uint8_t byte) {
  return (byte >= ' ' && byte < 0x7F) || byte == '\n' || byte == '\r' ||
         byte == '\t' || byte == 0x1B;
}

std::string Lower(Bytes bytes) {
  std::string text(bytes.begin(), bytes.end());
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// What a server said instead of pictures, or about them.
Status CheckServer(Bytes before) {
  const std::string text =
      Lower(before.first(std::min(before.size(), limits::kMaxPartHeaderBytes)));
  const size_t begin = text.find_first_not_of(" \r\n\t");
  const std::string_view rest =
      begin == std::string::npos ? "" : std::string_view(text).substr(begin);
  if (rest.starts_with("<!doctype html") || rest.starts_with("<html"))
    return InvalidInput(
        "this is a web page; the camera's stream has another address, or "
        "wants a name and a password");
  if (!rest.starts_with("http/")) return Status();
  const size_t space = rest.find(' ');
  const std::string_view code =
      space == std::string_view::npos ? "" : rest.substr(space + 1, 3);
  if (code.size() == 3 && code != "200")
    return InvalidInput("the camera's server answered " + std::string(code) +
                        (code == "401" || code == "403"
                             ? ", so it wants a name and a password"
                             : ", so check the address"));
  if (text.find("transfer-encoding: chunked") != std::string::npos)
    return InvalidInput(
        "the pictures are cut into chunks as HTTP sends them; let curl put "
        "them together: curl -sN ADDRESS | camapp --video -");
  return Status();
}

class Finder {
 public:
  // Looks at what is new; true once it knows.
  bool Look(Bytes bytes, bool all) {
    for (; at_ < bytes.size(); ++at_) {
      const Bytes rest = bytes.subspan(at_);
      if (rest.size() < kProbe && !all) return false;
      if (Matches(rest)) return true;
      only_text_ &= IsText(rest[0]);
    }
    return false;
  }

  size_t at() const { return at_; }
  std::optional<StreamKind> kind() const { return kind_; }
  std::string_view encoder_output() const { return encoder_output_; }

 private:
  bool Matches(Bytes rest) {
    switch (rest[0]) {
      case 0xFF:
        if (IsJpegStart(rest)) kind_ = StreamKind::kJpegs;
        break;
      case 'Y':
        if (HasAt(rest, 0, "YUV4MPEG2 ")) kind_ = StreamKind::kY4m;
        break;
      case 'C':
        if (HasAt(rest, 0, kRecordingMagic)) kind_ = StreamKind::kRecording;
        break;
      case 0:  // in the middle of a broken frame it means nothing
        if (only_text_) encoder_output_ = EncoderOutput(rest);
        break;
      default:
        return false;
    }
    return kind_.has_value() || !encoder_output_.empty();
  }

  size_t at_ = 0;
  bool only_text_ = true;  // so far
  std::optional<StreamKind> kind_;
  std::string_view encoder_output_;
};

}  // namespace

StatusOr<StreamStart> FindStreamStart(InputStream& stream,
                                      const std::string& path) {
  const std::string_view container = ContainerOf(stream);
  if (!container.empty()) return IsEncoded(container, path);
  if (HasAt(stream.Peek(kProbe), 0, "\x89PNG"))
    return InvalidInput("this is a PNG picture; show it with --image");
  Finder finder;
  Bytes bytes;
  bool all = false;
  do {
    const size_t wanted = std::max(bytes.size() + 1, kProbe);
    bytes = stream.Peek(wanted);
    all = bytes.size() < wanted || wanted > kMostBytes;
    bytes = bytes.first(std::min(bytes.size(), kMostBytes));
  } while (!finder.Look(bytes, all) && !all);
  CAMGLASS_RETURN_IF_ERROR(stream.status());
  if (bytes.empty()) return InvalidInput("there is nothing in it");
  CAMGLASS_RETURN_IF_ERROR(CheckServer(bytes.first(finder.at())));
  if (finder.kind().has_value())
    return StreamStart{.kind = *finder.kind(), .offset = finder.at()};
  if (!finder.encoder_output().empty())
    return IsEncoded(finder.encoder_output(), path);
  return InvalidInput(
      "neither JPEG frames, Y4M nor a recording of camapp; let ffmpeg unpack "
      "it: " +
      Unpack(path));
}

}  // namespace camglass
