#include "tests/guest/usb_camera/faults.h"

#include <random>
#include <sstream>

namespace camglass::usb_camera {
namespace {

constexpr int kCorruptBytes = 64;
// A JPEG's headers stay whole, so that the decoder gets to the damage.
constexpr size_t kJpegHeaders = 700;

}  // namespace

bool Faults::Add(const std::string& text) {
  if (text == "probe:stall") return stalls_probe_ = true;
  if (text == "commit:stall") return stalls_commit_ = true;
  std::istringstream words(text);
  Fault fault;
  std::string frame;
  std::getline(words, frame, ':');
  if (frame != "all") {
    if (frame.empty() ||
        frame.find_first_not_of("0123456789") != std::string::npos)
      return false;
    fault.frame = std::stoul(frame);
  }
  std::getline(words, fault.kind, ':');
  words >> fault.argument;  // stays 0 where there is none
  faults_.push_back(fault);
  return !fault.kind.empty();
}

std::optional<int> Faults::Take(const std::string& kind, size_t frame) {
  for (Fault& fault : faults_) {
    if (fault.done == frame || fault.kind != kind) continue;
    if (fault.frame.value_or(frame) != frame) continue;
    fault.done = frame;
    return fault.argument;
  }
  return std::nullopt;
}

void Faults::Spoil(size_t frame, bool is_jpeg, Bytes* bytes) {
  if (const auto count = Take("corrupt", frame)) {
    const size_t first = is_jpeg ? kJpegHeaders : 0;
    std::minstd_rand random(static_cast<unsigned>(frame) + 1);
    for (int i = 0; i < (*count > 0 ? *count : kCorruptBytes); ++i)
      if (bytes->size() > first + 2)
        (*bytes)[first + random() % (bytes->size() - first - 2)] ^=
            static_cast<uint8_t>(random() | 1);
  }
  if (Take("cut", frame) || Take("short", frame))
    bytes->resize(bytes->size() / 2);
  if (Take("empty", frame)) bytes->clear();
  if (Take("noeoi", frame) && bytes->size() >= 2)
    bytes->resize(bytes->size() - 2);
  if (Take("nosoi", frame) && bytes->size() >= 2) (*bytes)[0] = (*bytes)[1] = 0;
}

}  // namespace camglass::usb_camera
