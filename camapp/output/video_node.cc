#include "camapp/output/video_node.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include "engine/base/check.h"

namespace camglass {
namespace {

// Of a driver's answer: more than any whole page rounds up to.
constexpr size_t kMaxRoundingUp = size_t{1} << 16;

int Ioctl(int fd, unsigned long request, void* argument) {
  int result = 0;
  do {
    result = ioctl(fd, request, argument);
  } while (result != 0 && errno == EINTR);
  return result;
}

Status Refused(const std::string& path, const std::string& what) {
  return Unsupported(path + ": " + what + " (" + strerrordesc_np(errno) + ")");
}

Status CheckNode(const std::string& path, int fd) {
  v4l2_capability capability = {};
  if (Ioctl(fd, VIDIOC_QUERYCAP, &capability) != 0)
    return Unsupported(path + ": this is not a video node");
  const bool has_own = (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0;
  const uint32_t can =
      has_own ? capability.device_caps : capability.capabilities;
  if ((can & V4L2_CAP_VIDEO_OUTPUT) == 0 || (can & V4L2_CAP_READWRITE) == 0)
    return Unsupported(
        path +
        ": pictures can't be written to this node; load v4l2loopback and name "
        "its node");
  return Status();
}

}  // namespace

VideoNode::VideoNode(std::string path, int fd, Extent size, double fps)
    : path_(std::move(path)), fd_(fd), size_(size), encoder_(size, fps) {}

VideoNode::~VideoNode() { close(fd_); }

StatusOr<std::unique_ptr<VideoNode>> VideoNode::Open(const std::string& path,
                                                     Extent size, double fps) {
  CAMGLASS_CHECK(size.h % 2 == 0 && size.w % 2 == 0);
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0)
    return NotFound(path + ": there is no such node; load v4l2loopback");
  if (!S_ISCHR(info.st_mode))
    return Unsupported(path + ": this is not a video node");
  const int fd = open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return PermissionDenied(path + ": can't be opened (" +
                            strerrordesc_np(errno) + ")");
  std::unique_ptr<VideoNode> node(new VideoNode(path, fd, size, fps));
  CAMGLASS_RETURN_IF_ERROR(CheckNode(path, fd));
  CAMGLASS_RETURN_IF_ERROR(node->SetFormat());
  return node;
}

Status VideoNode::SetFormat() {
  v4l2_format format = {};
  format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
  auto& pix = format.fmt.pix;
  pix.width = static_cast<uint32_t>(size_.w);
  pix.height = static_cast<uint32_t>(size_.h);
  pix.pixelformat = V4L2_PIX_FMT_YUV420;
  pix.field = V4L2_FIELD_NONE;
  pix.bytesperline = pix.width;
  pix.sizeimage = pix.width * pix.height * 3 / 2;
  pix.colorspace = V4L2_COLORSPACE_SRGB;
  const size_t needed = pix.sizeimage;
  if (Ioctl(fd_, VIDIOC_S_FMT, &format) != 0)
    return Refused(path_, "the node doesn't take " + std::to_string(size_.w) +
                              "x" + std::to_string(size_.h) + " YU12");
  // What S_FMT returns may differ from what the driver then wants.
  if (Ioctl(fd_, VIDIOC_G_FMT, &format) != 0)
    return Refused(path_, "the node doesn't tell its format");
  if (pix.width != size_.w || pix.height != size_.h ||
      pix.pixelformat != V4L2_PIX_FMT_YUV420)
    return Unsupported(path_ +
                       ": another program has set this node to another "
                       "format; close it, or load v4l2loopback again");
  if (pix.sizeimage < needed || pix.sizeimage > needed + kMaxRoundingUp)
    return Unsupported(path_ + ": the driver wants frames of " +
                       std::to_string(pix.sizeimage) + " bytes instead of " +
                       std::to_string(needed));
  frame_.resize(pix.sizeimage);
  return Status();
}

Status VideoNode::Write(const Picture& picture, uint64_t) {
  CAMGLASS_CHECK(picture.extent() == size_);
  const std::span<const uint8_t> planes = encoder_.Planes(picture);
  std::copy(planes.begin(), planes.end(), frame_.begin());
  ssize_t written = 0;
  do {
    written = write(fd_, frame_.data(), frame_.size());
  } while (written < 0 && errno == EINTR);
  if (written >= 0) TakeNode();
  if (written >= 0 || errno == EAGAIN) return Status();
  return IoError(path_ + ": writing failed: " + strerrordesc_np(errno));
}

// v4l2loopback 0.12 with exclusive_caps takes a node's output from all others
// at the first write, and gives it back when a writer closes; but a writer is
// to it who has started a stream. Other drivers may refuse what they don't
// need.
void VideoNode::TakeNode() {
  if (std::exchange(taken_, true)) return;
  int type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
  Ioctl(fd_, VIDIOC_STREAMON, &type);
}

}  // namespace camglass
