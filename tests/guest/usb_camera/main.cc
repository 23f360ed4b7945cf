// A webcam in software, for kernels that have vhci_hcd: the kernel finds a USB
// device, and its ordinary uvcvideo driver makes /dev/videoN of it.
//
//   usb_camera -F YUYV:640x480@30,1280x720@30 [-F ...] [-i MJPG=FILE ...]
//              [-X FAULT ...] [-b] [-n NAME] [-s SERIAL] [-p PORT] [-r RATE]
//
//   -F  a pixel format with its sizes and rates      -b  bulk, not isochronous
//   -i  frames: JPEGs end to end, or raw ones        -X  see faults.h
//   -r  frames a second that really come, whatever was announced
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/guest/usb_camera/camera.h"

namespace camglass::usb_camera {
namespace {

[[noreturn]] void Usage(const std::string& wrong) {
  std::fprintf(stderr, "usb_camera: %s; see the head of main.cc\n",
               wrong.c_str());
  std::exit(2);
}

Bytes ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Usage("can't read " + path);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

std::vector<Bytes> SplitRaw(const Bytes& bytes, size_t size) {
  std::vector<Bytes> frames;
  for (size_t at = 0; at + size <= bytes.size(); at += size)
    frames.emplace_back(bytes.begin() + static_cast<ptrdiff_t>(at),
                        bytes.begin() + static_cast<ptrdiff_t>(at + size));
  return frames;
}

// "MJPG=FILE", for a format that was named before.
void AddFrames(const std::string& text, std::vector<VideoFormat>& formats) {
  for (VideoFormat& format : formats) {
    if (text.rfind(format.fourcc + "=", 0) != 0) continue;
    const Bytes bytes = ReadFile(text.substr(5));
    format.frames = format.is_jpeg()
                        ? SplitJpegs(bytes)
                        : SplitRaw(bytes, format.raw_bytes(format.sizes[0]));
    return;
  }
  Usage("no format for -i " + text);
}

CameraSettings Parse(int argc, char** argv) {
  CameraSettings settings;
  std::vector<std::string> inputs;
  for (int option; (option = getopt(argc, argv, "bF:i:n:p:r:s:X:")) != -1;) {
    switch (option) {
      case 'b':
        settings.bulk = true;
        break;
      case 'F':
        settings.formats.push_back(ParseFormat(optarg));
        break;
      case 'i':
        inputs.emplace_back(optarg);
        break;
      case 'n':
        settings.name = optarg;
        break;
      case 'p':
        settings.port = std::atoi(optarg);
        break;
      case 'r':
        settings.real_rate = std::atof(optarg);
        break;
      case 's':
        settings.serial = optarg;
        break;
      case 'X':
        if (!settings.faults.Add(optarg))
          Usage(std::string("not a fault: ") + optarg);
        break;
      default:
        Usage("unknown option");
    }
  }
  if (settings.formats.empty())
    settings.formats.push_back(ParseFormat("YUYV:640x480@30"));
  for (const std::string& input : inputs) AddFrames(input, settings.formats);
  return settings;
}

}  // namespace
}  // namespace camglass::usb_camera

int main(int argc, char** argv) {
  camglass::usb_camera::Camera(camglass::usb_camera::Parse(argc, argv)).Run();
}
