#include "camapp/capture/device.h"

#include <fcntl.h>
#include <linux/videodev2.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

#include "camapp/capture/mode_listing.h"

namespace camglass {
namespace {

// A driver's text field, which need not end.
template <size_t kSize>
std::string Text(const uint8_t (&field)[kSize]) {
  std::string text;
  for (const uint8_t c : field) {
    if (c == 0) break;
    text += c >= 0x20 && c != 0x7F ? static_cast<char>(c) : '?';
  }
  return text;
}

FrameFormat FromPix(const v4l2_pix_format& pix) {
  FrameFormat format;
  format.fourcc = pix.pixelformat;
  format.width = pix.width;
  format.height = pix.height;
  format.stride[0] = pix.bytesperline;
  format.colorspace = pix.colorspace;
  // Only drivers that know this magic number fill in the fields behind it.
  if (pix.priv == V4L2_PIX_FMT_PRIV_MAGIC) {
    format.ycbcr_enc = pix.ycbcr_enc;
    format.quantization = pix.quantization;
  }
  return format;
}

FrameFormat FromPixMp(const v4l2_pix_format_mplane& pix) {
  FrameFormat format;
  format.fourcc = pix.pixelformat;
  format.width = pix.width;
  format.height = pix.height;
  format.planes = pix.num_planes;
  for (size_t i = 0; i < kMaxPlanes && i < pix.num_planes; ++i)
    format.stride[i] = pix.plane_fmt[i].bytesperline;
  format.colorspace = pix.colorspace;
  format.ycbcr_enc = pix.ycbcr_enc;
  format.quantization = pix.quantization;
  return format;
}

v4l2_format FormatRequest(uint32_t type, uint32_t fourcc, uint32_t width,
                          uint32_t height) {
  v4l2_format request = {};
  request.type = type;
  if (type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
    request.fmt.pix_mp.pixelformat = fourcc;
    request.fmt.pix_mp.width = width;
    request.fmt.pix_mp.height = height;
    request.fmt.pix_mp.field = V4L2_FIELD_NONE;
  } else {
    request.fmt.pix.pixelformat = fourcc;
    request.fmt.pix.width = width;
    request.fmt.pix.height = height;
    request.fmt.pix.field = V4L2_FIELD_NONE;
    request.fmt.pix.priv = V4L2_PIX_FMT_PRIV_MAGIC;
  }
  return request;
}

}  // namespace

int QueryAbilities(SystemCalls& system, int fd, NodeAbilities* abilities) {
  v4l2_capability capability = {};
  const int result = system.Ioctl(fd, VIDIOC_QUERYCAP, &capability);
  if (result < 0) return result;
  const uint32_t caps = (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0
                            ? capability.device_caps
                            : capability.capabilities;
  const bool single = (caps & V4L2_CAP_VIDEO_CAPTURE) != 0;
  const bool multi = (caps & V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0;
  abilities->driver = Text(capability.driver);
  abilities->card = Text(capability.card);
  abilities->bus = Text(capability.bus_info);
  abilities->capture = (single || multi) && (caps & V4L2_CAP_STREAMING) != 0;
  abilities->multiplanar = multi && !single;
  return 0;
}

StatusOr<std::unique_ptr<Device>> Device::Open(SystemCalls& system,
                                               const std::string& node) {
  const int fd = system.Open(node, O_RDWR | O_NONBLOCK);
  if (fd < 0) return OpenError(system, node, -fd);
  std::unique_ptr<Device> device(new Device(system, node, fd));
  const int result = QueryAbilities(system, fd, &device->abilities_);
  if (result == -ENOTTY || result == -EINVAL)
    return Unsupported(node + ": not a video device");
  if (result < 0) return device->Error("ask what it is", -result);
  if (!device->abilities_.capture)
    return Unsupported(node + ": '" + device->abilities_.card +
                       "' captures no pictures here; see camapp list");
  return device;
}

Device::Device(SystemCalls& system, std::string node, int fd)
    : system_(system), node_(std::move(node)), fd_(fd) {}

Device::~Device() { system_.Close(fd_); }

uint32_t Device::buffer_type() const {
  return abilities_.multiplanar ? V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE
                                : V4L2_BUF_TYPE_VIDEO_CAPTURE;
}

int Device::Call(unsigned long request, void* argument) const {
  return system_.Ioctl(fd_, request, argument);
}

Status Device::Error(const std::string& action, int error) const {
  return DeviceError(system_, node_, action, error);
}

StatusOr<std::vector<CaptureMode>> Device::Modes(uint32_t wanted_width,
                                                 uint32_t wanted_height) const {
  return ListModes(*this, wanted_width, wanted_height);
}

StatusOr<FrameFormat> Device::SetFormat(uint32_t fourcc, uint32_t width,
                                        uint32_t height) const {
  v4l2_format request = FormatRequest(buffer_type(), fourcc, width, height);
  const int result = Call(VIDIOC_S_FMT, &request);
  if (result < 0) return Error("set the picture format", -result);
  const FrameFormat format = abilities_.multiplanar
                                 ? FromPixMp(request.fmt.pix_mp)
                                 : FromPix(request.fmt.pix);
  const Status usable = CheckFrameFormat(format);
  if (!usable.ok())
    return Unsupported(
        node_ + ": asked for " + FourccText(fourcc) + " " +
        std::to_string(width) + "x" + std::to_string(height) +
        ", but the driver gives something else: " + usable.message());
  return format;
}

double Device::SetFps(double fps) const {
  v4l2_streamparm request = {};
  request.type = buffer_type();
  request.parm.capture.timeperframe.numerator = 1000;
  request.parm.capture.timeperframe.denominator =
      static_cast<uint32_t>(std::lround(fps * 1000));
  if (Call(VIDIOC_S_PARM, &request) < 0) return 0;
  const v4l2_fract& interval = request.parm.capture.timeperframe;
  if (interval.numerator == 0 || interval.denominator == 0) return 0;
  return static_cast<double>(interval.denominator) / interval.numerator;
}

}  // namespace camglass
