// Compares recordings with what was sent.
//
//   check_frames jpegs REC FILE          every frame is one of FILE's JPEGs
//   check_frames pictures REC FILE       every frame shows what one of FILE's
//   does check_frames pattern REC             every frame is the camera's
//   pattern check_frames colours A B LEVELS      first frames, as RGB
//   check_frames grey A B LEVELS         A's luma against B
//   check_frames figure REC              camapp's figure of its test pattern
//   check_frames moves REC               the last frame is not the first one
//   check_frames count FILE              prints how many JPEGs there are
#include <linux/videodev2.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "camapp/capture/frame_to_rgb.h"
#include "camapp/video/jpeg_stream.h"
#include "camapp/video/recording.h"

namespace camglass {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "check_frames: %s\n", what.c_str());
  std::exit(1);
}

template <typename T>
T OrDie(StatusOr<T> value) {
  if (!value.ok()) Die(value.status().message());
  return *std::move(value);
}

std::vector<CapturedFrame> Recorded(const std::string& path) {
  InputStream stream = OrDie(InputStream::Open(path));
  const Status header = ReadRecordingHeader(stream);
  if (!header.ok()) Die(path + ": " + header.message());
  std::vector<CapturedFrame> frames(1);
  while (OrDie(ReadRecordedFrame(stream, &frames.back())))
    frames.emplace_back();
  frames.pop_back();
  if (frames.empty()) Die(path + " has no frames");
  return frames;
}

std::vector<std::vector<uint8_t>> Jpegs(const std::string& path) {
  InputStream stream = OrDie(InputStream::Open(path));
  JpegStream reader;
  std::vector<std::vector<uint8_t>> jpegs(1);
  while (OrDie(reader.Next(stream, &jpegs.back()))) jpegs.emplace_back();
  jpegs.pop_back();
  return jpegs;
}

void CheckJpegs(const std::string& recording, const std::string& file) {
  const auto sent = Jpegs(file);
  for (const CapturedFrame& frame : Recorded(recording))
    if (std::find(sent.begin(), sent.end(), frame.bytes) == sent.end())
      Die("frame " + std::to_string(frame.sequence) + " was never sent");
}

// As usb_camera's VideoFormat::Frame makes it.
void CheckPattern(const std::string& recording) {
  for (const CapturedFrame& frame : Recorded(recording))
    for (size_t i = 0; i < frame.bytes.size(); ++i) {
      const auto expected = static_cast<uint8_t>(frame.bytes[0] + (i / 64));
      if (frame.bytes[0] % 4 != 0 || frame.bytes[i] != expected)
        Die("frame " + std::to_string(frame.sequence) + " differs at byte " +
            std::to_string(i));
    }
}

Picture PictureOf(const CapturedFrame& frame) {
  FrameToRgb convert;
  Picture picture;
  const Status status = convert.Convert(frame, &picture);
  if (!status.ok()) Die(status.message());
  return picture;
}

void CheckPictures(const std::string& recording, const std::string& file) {
  std::vector<std::vector<uint8_t>> known;
  CapturedFrame frame;
  frame.format.fourcc = V4L2_PIX_FMT_MJPEG;
  frame.format.width = frame.format.height = 1;
  for (const auto& jpeg : Jpegs(file)) {
    frame.bytes = jpeg;
    frame.plane_bytes = {jpeg.size(), 0, 0};
    known.push_back(PictureOf(frame).rgb);
  }
  for (const CapturedFrame& recorded : Recorded(recording))
    if (std::find(known.begin(), known.end(), PictureOf(recorded).rgb) ==
        known.end())
      Die("frame " + std::to_string(recorded.sequence) +
          " shows something else");
}

Picture FirstPicture(const std::string& recording) {
  return PictureOf(Recorded(recording)[0]);
}

void CheckMoves(const std::string& recording) {
  const auto frames = Recorded(recording);
  const Picture first = PictureOf(frames.front());
  const Picture last = PictureOf(frames.back());
  size_t moved = 0;
  for (size_t i = 0; i < first.rgb.size(); ++i)
    if (std::abs(first.rgb[i] - last.rgb[i]) > 60) ++moved;
  if (moved < first.rgb.size() / 500) Die("nothing moves");
}

// What part of a region of the picture is magenta, as a bar of the pattern and
// none of the map's colours is, and what part red.
struct Colours {
  double magenta = 0;
  double red = 0;
};
Colours ColoursOf(const Picture& picture, size_t left, size_t right) {
  Colours colours;
  const double part = 1.0 / static_cast<double>(picture.h * (right - left));
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t x = left; x < right; ++x) {
      const uint8_t* p = picture.Row(y) + 3 * x;
      if (std::min(p[0], p[2]) - p[1] > 100) colours.magenta += part;
      if (p[0] - std::max(p[1], p[2]) > 100) colours.red += part;
    }
  return colours;
}

// The pattern's bars on the left; on the right they are grey, and the colours
// are the map's, up to red.
void CheckFigure(const std::string& recording) {
  const Picture picture = FirstPicture(recording);
  const Colours bars = ColoursOf(picture, 0, picture.w / 2);
  const Colours map = ColoursOf(picture, picture.w / 2, picture.w);
  std::printf("magenta: %.3f and %.3f; red: %.3f and %.3f\n", bars.magenta,
              map.magenta, bars.red, map.red);
  if (*std::min_element(picture.rgb.begin(), picture.rgb.begin() + 30) < 230)
    Die("the figure's corner is not white");
  if (bars.magenta < 0.02) Die("the left pane has no bars");
  if (map.magenta > 0.002) Die("the right pane has bars");
  if (map.red < 0.001) Die("the right pane has no heat");
}

// vivid takes luma of the greyscale format by BT.709's weights.
Picture AsGrey(Picture picture) {
  for (size_t i = 0; i < picture.rgb.size(); i += 3) {
    uint8_t* p = &picture.rgb[i];
    const double luma = 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2];
    p[0] = p[1] = p[2] = static_cast<uint8_t>(luma + 0.5);
  }
  return picture;
}

// Where chroma changes from one column or row to the next, formats that share
// it between pixels can't have the colours of one that doesn't: only pixels
// whose neighbours are like them are compared.
bool IsSmooth(const Picture& picture, size_t y, size_t x) {
  const uint8_t* here = picture.Row(y) + 3 * x;
  for (size_t ny = y - 2; ny <= y + 2; ++ny)
    for (size_t nx = x - 2; nx <= x + 2; ++nx)
      for (size_t ch = 0; ch < 3; ++ch)
        if (std::abs(picture.Row(ny)[3 * nx + ch] - here[ch]) > 2) return false;
  return true;
}

void Compare(const Picture& a, const Picture& b, int levels) {
  if (!(a.extent() == b.extent())) Die("the pictures have different sizes");
  int worst = 0;
  double sum = 0;
  size_t compared = 0;
  for (size_t y = 2; y + 2 < a.h; ++y)
    for (size_t x = 2; x + 2 < a.w; ++x) {
      if (!IsSmooth(a, y, x)) continue;
      ++compared;
      for (size_t ch = 0; ch < 3; ++ch) {
        const int difference =
            std::abs(a.Row(y)[3 * x + ch] - b.Row(y)[3 * x + ch]);
        worst = std::max(worst, difference);
        sum += difference;
      }
    }
  const auto all = static_cast<double>(a.h * a.w);
  std::printf("greatest difference %d, mean %.2f, in %.0f %% of the picture\n",
              worst, sum / static_cast<double>(3 * compared + 1),
              100 * static_cast<double>(compared) / all);
  if (static_cast<double>(compared) < 0.5 * all) Die("too little to compare");
  if (worst > levels) Die("more than " + std::to_string(levels));
}

int Run(const std::vector<std::string>& words) {
  const std::string& what = words.at(0);
  if (what == "jpegs") {
    CheckJpegs(words.at(1), words.at(2));
  } else if (what == "pictures") {
    CheckPictures(words.at(1), words.at(2));
  } else if (what == "pattern") {
    CheckPattern(words.at(1));
  } else if (what == "colours") {
    Compare(FirstPicture(words.at(1)), FirstPicture(words.at(2)),
            std::atoi(words.at(3).c_str()));
  } else if (what == "grey") {
    Compare(AsGrey(FirstPicture(words.at(1))), FirstPicture(words.at(2)),
            std::atoi(words.at(3).c_str()));
  } else if (what == "figure") {
    CheckFigure(words.at(1));
  } else if (what == "moves") {
    CheckMoves(words.at(1));
  } else if (what == "count") {
    std::printf("%zu\n", Jpegs(words.at(1)).size());
  } else {
    Die("what is " + what + "?");
  }
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return camglass::Run({argv + 1, argv + argc});
}
