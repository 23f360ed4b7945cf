#include "tests/guest/usb_camera/descriptors.h"

#include <initializer_list>

namespace camglass::usb_camera {
namespace {

constexpr size_t kIsoPayload = 3 * 1024;
constexpr size_t kBulkPayload = 16 * 1024;

// Little-endian fields, one after the other.
class Builder {
 public:
  void U8(std::initializer_list<int> values) {
    for (const int v : values) bytes_.push_back(static_cast<uint8_t>(v));
  }
  void U16(size_t v) {
    U8({static_cast<int>(v & 0xFF), static_cast<int>(v >> 8 & 0xFF)});
  }
  void U32(size_t v) {
    U16(v & 0xFFFF);
    U16(v >> 16);
  }
  void Text(const std::string& text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  void Set16(size_t at, size_t v) {
    bytes_[at] = static_cast<uint8_t>(v);
    bytes_[at + 1] = static_cast<uint8_t>(v >> 8);
  }
  size_t size() const { return bytes_.size(); }
  Bytes Take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// The identifier of an uncompressed format: its name in most cases.
void AddGuid(const VideoFormat& format, Builder& out) {
  if (format.fourcc == "BGR3") {
    out.U8({0x7d, 0xeb, 0x36, 0xe4, 0x4f, 0x52, 0xce, 0x11, 0x9f, 0x53, 0x00,
            0x20, 0xaf, 0x0b, 0xa7, 0x70});
    return;
  }
  out.Text(format.fourcc == "YUYV"   ? "YUY2"
           : format.fourcc == "GREY" ? "Y800"
                                     : format.fourcc);
  out.U8({0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71});
}

void AddFormat(const VideoFormat& format, int index, Builder& out) {
  const int sizes = static_cast<int>(format.sizes.size());
  if (format.is_jpeg()) {
    out.U8({11, 0x24, 0x06, index, sizes, 1, 1, 0, 0, 0, 0});
  } else {
    out.U8({27, 0x24, 0x04, index, sizes});
    AddGuid(format, out);
    out.U8({format.bits_per_pixel(), 1, 0, 0, 0, 0});
  }
}

// Offers the size's own rate, and 5 frames a second below it.
void AddSize(const VideoFormat& format, const FrameSize& size, int index,
             Builder& out) {
  const size_t bytes = format.max_bytes(size);
  const auto fps = static_cast<size_t>(size.fps);
  const size_t interval = kUvcClockTicks / fps;
  const bool slower = interval < kSlowestInterval;
  out.U8({slower ? 34 : 30, 0x24, format.is_jpeg() ? 0x07 : 0x05, index, 0});
  out.U16(static_cast<size_t>(size.width));
  out.U16(static_cast<size_t>(size.height));
  out.U32(bytes * 8 * 5);
  out.U32(bytes * 8 * fps);
  out.U32(bytes);
  out.U32(interval);
  out.U8({slower ? 2 : 1});
  out.U32(interval);
  if (slower) out.U32(kSlowestInterval);
}

// Camera terminal -> processing unit -> USB.
void AddControlInterface(Builder& out) {
  out.U8({9, 4, 0, 0, 0, 0x0e, 1, 0, 2});
  const size_t header = out.size();
  out.U8({13, 0x24, 1, 0, 1, 0, 0});
  out.U32(48'000'000);
  out.U8({1, 1});
  out.U8({18, 0x24, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0});
  out.U8({11, 0x24, 5, 2, 1, 0, 0, 2, 3, 0, 0});
  out.U8({9, 0x24, 3, 3, 1, 1, 0, 2, 0});
  out.Set16(header + 5, out.size() - header);
}

void AddStreamingInterface(const std::vector<VideoFormat>& formats, bool bulk,
                           Builder& out) {
  const int count = static_cast<int>(formats.size());
  out.U8({9, 4, 1, 0, bulk ? 1 : 0, 0x0e, 2, 0, 0});
  const size_t header = out.size();
  out.U8({13 + count, 0x24, 1, count, 0, 0, 0x81, 0, 3, 0, 0, 0, 1});
  for (int i = 0; i < count; ++i) out.U8({0});
  int format_index = 1;
  for (const VideoFormat& format : formats) {
    AddFormat(format, format_index++, out);
    int size_index = 1;
    for (const FrameSize& size : format.sizes)
      AddSize(format, size, size_index++, out);
    out.U8({6, 0x24, 0x0d, 1, 1, 4});  // sRGB, BT.601
  }
  out.Set16(header + 4, out.size() - header);
  if (bulk) {
    out.U8({7, 5, 0x81, 2, 0x00, 0x02, 0});
  } else {
    // Three packets of 1024 bytes in each microframe.
    out.U8({9, 4, 1, 1, 1, 0x0e, 2, 0, 0});
    out.U8({7, 5, 0x81, 5, 0x00, 0x14, 1});
  }
}

}  // namespace

size_t PayloadBytes(bool bulk) { return bulk ? kBulkPayload : kIsoPayload; }

Bytes DeviceDescriptor() {
  return {18, 1, 0, 2, 0xef, 2, 1, 64, 0x6b, 0x1d, 2, 1, 0, 1, 1, 2, 3, 1};
}

Bytes ConfigurationDescriptor(const std::vector<VideoFormat>& formats,
                              bool bulk) {
  Builder out;
  out.U8({9, 2, 0, 0, 2, 1, 0, 0x80, 250});
  out.U8({8, 11, 0, 2, 0x0e, 3, 0, 2});
  AddControlInterface(out);
  AddStreamingInterface(formats, bulk, out);
  out.Set16(2, out.size());
  return out.Take();
}

Bytes StringDescriptor(int index, const std::string& name,
                       const std::string& serial) {
  if (index == 0) return {4, 3, 9, 4};
  const std::string text = index == 1   ? "Simulation"
                           : index == 2 ? name
                                        : serial;
  Bytes bytes = {static_cast<uint8_t>(2 + 2 * text.size()), 3};
  for (const char c : text) {
    bytes.push_back(static_cast<uint8_t>(c));
    bytes.push_back(0);
  }
  return bytes;
}

}  // namespace camglass::usb_camera
