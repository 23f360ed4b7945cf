#include "tests/guest/usb_camera/camera.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <utility>

#include "tests/guest/usb_camera/descriptors.h"

namespace camglass::usb_camera {
namespace {

constexpr size_t kPayloadHeader = 2;

// UVC's requests.
constexpr int kSetCurrent = 0x01;
constexpr int kGetCurrent = 0x81;
constexpr int kGetLeast = 0x82;
constexpr int kGetGreatest = 0x83;
constexpr int kGetStep = 0x84;
constexpr int kGetLength = 0x85;
constexpr int kGetInfo = 0x86;
constexpr int kGetDefault = 0x87;

double Now() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * 1e-9;
}

uint32_t Get32(const uint8_t* b) {
  return uint32_t{b[0]} | uint32_t{b[1]} << 8 | uint32_t{b[2]} << 16 |
         uint32_t{b[3]} << 24;
}

void Put32(uint8_t* b, size_t v) {
  for (int i = 0; i < 4; ++i) b[i] = static_cast<uint8_t>(v >> (8 * i));
}

Bytes Word(int v) {
  return {static_cast<uint8_t>(v), static_cast<uint8_t>(v >> 8)};
}

}  // namespace

Camera::Camera(CameraSettings settings)
    : settings_(std::move(settings)),
      configuration_(
          ConfigurationDescriptor(settings_.formats, settings_.bulk)) {
  FixProbe(&probe_);
  FixProbe(&committed_);
}

void Camera::Plug() {
  usb_.reset();
  waiting_.clear();
  early_unlinks_.clear();
  StartStream(false);
  usb_ = std::make_unique<UsbConnection>(settings_.port);
  std::printf("ready\n");
  std::fflush(stdout);
}

void Camera::Run() {
  Plug();
  for (;;) {
    if (streaming_ && !have_frame_ && Unplugged()) {
      if (usb_ == nullptr) return;
      continue;
    }
    int patience = TickMs();
    if (have_frame_) {
      if (!SendWaiting()) return;
      if (!have_frame_) patience = 0;  // sent: when is the next one due?
    }
    pollfd ready = {usb_->fd(), POLLIN, 0};
    if (poll(&ready, 1, patience) > 0 && !HandleRequest()) return;
  }
}

// The fault "unplug": true where it happened.
bool Camera::Unplugged() {
  if (Now() < next_frame_) return false;
  const auto back_after_ms = settings_.faults.Take("unplug", frame_number_);
  if (!back_after_ms) return false;
  ++frame_number_;
  usb_.reset();
  if (*back_after_ms == 0) return true;
  usleep(static_cast<useconds_t>(*back_after_ms) * 1000);
  Plug();
  return true;
}

int Camera::TickMs() {
  constexpr int kForever = -1;
  if (!streaming_ || have_frame_) return kForever;
  const double now = Now();
  if (now >= next_frame_) {
    if (const auto ms = settings_.faults.Take("pause", frame_number_)) {
      next_frame_ = now + *ms / 1000.0;
    } else {
      MakeFrame();
      next_frame_ += FrameSeconds();
      // After a pause frames don't come in a burst.
      if (next_frame_ < now - FrameSeconds()) next_frame_ = now;
      return 0;
    }
  }
  return static_cast<int>((next_frame_ - now) * 1000) + 1;
}

double Camera::FrameSeconds() const {
  if (settings_.real_rate > 0) return 1 / settings_.real_rate;
  return static_cast<double>(Get32(&committed_[4])) / kUvcClockTicks;
}

void Camera::MakeFrame() {
  const VideoFormat& format =
      settings_.formats[static_cast<size_t>(committed_[2] - 1)];
  const FrameSize& size = format.sizes[static_cast<size_t>(committed_[3] - 1)];
  frame_ = format.Frame(size, frame_number_);
  settings_.faults.Spoil(frame_number_, format.is_jpeg(), &frame_);
  flag_error_ = settings_.faults.Take("err", frame_number_).has_value();
  packet_error_ = settings_.faults.Take("iso", frame_number_).has_value();
  sent_ = 0;
  have_frame_ = true;
  frame_toggle_ = !frame_toggle_;
}

// One payload: header, and as much of the frame as fits. Returns its bytes.
size_t Camera::Payload(std::span<uint8_t> room) {
  const size_t part =
      std::min(frame_.size() - sent_, room.size() - kPayloadHeader);
  room[0] = kPayloadHeader;
  room[1] = static_cast<uint8_t>(0x80 | (frame_toggle_ ? 1 : 0) |
                                 (flag_error_ ? 0x40 : 0));
  std::copy_n(frame_.begin() + static_cast<ptrdiff_t>(sent_), part,
              room.begin() + kPayloadHeader);
  sent_ += part;
  if (sent_ == frame_.size()) {
    room[1] |= 0x02;  // the frame's end
    have_frame_ = false;
    ++frame_number_;
  }
  return kPayloadHeader + part;
}

// Fills the requests that wait for frame data, as far as there is some.
bool Camera::SendWaiting() {
  Bytes data;
  while (have_frame_ && !waiting_.empty()) {
    Request request = std::move(waiting_.front());
    waiting_.pop_front();
    data.resize(request.length + PayloadBytes(settings_.bulk));
    size_t filled = 0;
    if (request.packets.empty()) {
      const size_t room =
          std::min<size_t>(request.length, PayloadBytes(settings_.bulk));
      filled = Payload(std::span(data).first(room));
    }
    size_t index = 0;
    for (IsoPacket& packet : request.packets) {
      const bool spoilt =
          packet_error_ && index++ == request.packets.size() / 2;
      if (spoilt) packet.status = -EPROTO;
      if (spoilt || !have_frame_) continue;
      packet.actual = static_cast<uint32_t>(
          Payload(std::span(data).subspan(filled, packet.length)));
      filled += packet.actual;
    }
    if (!usb_->Reply(request, 0, static_cast<uint32_t>(filled),
                     std::span(data).first(filled)))
      return false;
  }
  return true;
}

bool Camera::HandleRequest() {
  std::optional<Request> request = usb_->Receive();
  if (!request) return false;
  if (request->kind == Request::Kind::kUnlink)
    return HandleUnlink(*std::move(request));
  newest_ = request->sequence;
  const auto early = std::find_if(
      early_unlinks_.begin(), early_unlinks_.end(),
      [&](const Request& unlink) { return unlink.victim == newest_; });
  if (early != early_unlinks_.end()) {
    const Request unlink = *early;
    early_unlinks_.erase(early);
    return usb_->ReplyUnlink(unlink, true);
  }
  if (request->endpoint == 0) return HandleControl(*request);
  if (request->endpoint == 1 && request->in) {
    waiting_.push_back(*std::move(request));
    return true;
  }
  return usb_->Reply(*request, -EPIPE, 0, {});
}

// vhci_hcd numbers its requests in the order in which it sends them, but may
// send the unlink of one before the request itself. Answered at once it would
// forget the request, get data for it later, and take that for a broken
// connection: the camera would be gone. So the answer waits for the request.
bool Camera::HandleUnlink(Request unlink) {
  if (unlink.victim > newest_) {
    early_unlinks_.push_back(std::move(unlink));
    return true;
  }
  const auto victim = std::find_if(
      waiting_.begin(), waiting_.end(),
      [&](const Request& r) { return r.sequence == unlink.victim; });
  const bool found = victim != waiting_.end();
  if (found) waiting_.erase(victim);
  return usb_->ReplyUnlink(unlink, found);
}

void Camera::StartStream(bool on) {
  streaming_ = on;
  have_frame_ = false;
  next_frame_ = Now();
}

bool Camera::HandleControl(const Request& request) {
  const int type = request.setup[0];
  std::optional<Bytes> answer =
      (type & 0x60) == 0x20 ? ClassRequest(request) : Standard(request.setup);
  if (!answer) return usb_->Reply(request, -EPIPE, 0, {});
  if (!request.in) return usb_->Reply(request, 0, request.length, {});
  const size_t wanted = request.setup[6] | static_cast<size_t>(request.setup[7])
                                               << 8;
  if (answer->size() > wanted) answer->resize(wanted);
  return usb_->Reply(request, 0, static_cast<uint32_t>(answer->size()),
                     *answer);
}

std::optional<Bytes> Camera::Standard(std::span<const uint8_t, 8> setup) {
  const int type = setup[0];
  const int request = setup[1];
  const int value = setup[2];
  const int interface = setup[4];
  if (type == 0x80 && request == 6) {  // GET_DESCRIPTOR
    if (setup[3] == 1) return DeviceDescriptor();
    if (setup[3] == 2) return configuration_;
    if (setup[3] == 3)
      return StringDescriptor(value, settings_.name, settings_.serial);
    return std::nullopt;
  }
  if ((type & 0x80) != 0 && request == 0) return Word(0);  // GET_STATUS
  if (type == 0x81 && request == 10)                       // GET_INTERFACE
    return Bytes{static_cast<uint8_t>(streaming_)};
  if (type == 0x00 && request == 9) return Bytes();  // SET_CONFIGURATION
  if (type == 0x01 && request == 11) {               // SET_INTERFACE
    if (interface == 1 && !settings_.bulk) StartStream(value == 1);
    return Bytes();
  }
  if ((type & 0x80) == 0 && request == 1) {  // CLEAR_FEATURE ends bulk streams
    if (settings_.bulk && type == 0x02) StartStream(false);
    return Bytes();
  }
  return std::nullopt;
}

std::optional<Bytes> Camera::ClassRequest(const Request& request) {
  const int selector = request.setup[3];
  const int interface = request.setup[4];
  const int unit = request.setup[5];
  if (interface == 1 && (selector == 1 || selector == 2))
    return Streaming(request, selector);
  if (interface == 0 && unit == 2 && (selector == 2 || selector == 3))
    return Processing(request, selector);
  constexpr uint8_t kInvalidControl = 6;
  if (interface == 0 && unit == 0 && selector == 2)
    return Bytes{kInvalidControl};
  return std::nullopt;
}

// Probe (1) and commit (2): which format, size and rate.
std::optional<Bytes> Camera::Streaming(const Request& request, int selector) {
  const bool commit = selector == 2;
  if (!request.in) {
    if (commit ? settings_.faults.stalls_commit()
               : settings_.faults.stalls_probe())
      return std::nullopt;
    Probe& probe = commit ? committed_ : probe_;
    std::copy_n(request.data.begin(),
                std::min(request.data.size(), probe.size()), probe.begin());
    FixProbe(&probe);
    if (commit && settings_.bulk) StartStream(true);
    return Bytes();
  }
  if (request.setup[1] == kGetLength)
    return Word(static_cast<int>(probe_.size()));
  if (request.setup[1] == kGetInfo) return Bytes{3};
  return Bytes(probe_.begin(), probe_.end());
}

// What the driver asked for, made possible.
void Camera::FixProbe(Probe* probe) const {
  const auto within = [](uint8_t index, size_t count) {
    return static_cast<uint8_t>(index < 1 || index > count ? 1 : index);
  };
  uint8_t* p = probe->data();
  p[2] = within(p[2], settings_.formats.size());
  const VideoFormat& format = settings_.formats[p[2] - size_t{1}];
  p[3] = within(p[3], format.sizes.size());
  const FrameSize& size = format.sizes[p[3] - size_t{1}];
  const uint32_t fastest = kUvcClockTicks / static_cast<uint32_t>(size.fps);
  const bool slow = fastest < kSlowestInterval &&
                    Get32(p + 4) > (fastest + kSlowestInterval) / 2;
  Put32(p + 4, slow ? kSlowestInterval : fastest);
  Put32(p + 18, format.max_bytes(size));
  Put32(p + 22, PayloadBytes(settings_.bulk));
}

// Brightness (2) and contrast (3), 0 to 255.
std::optional<Bytes> Camera::Processing(const Request& request, int selector) {
  const bool is_brightness = selector == 2;
  int& value = is_brightness ? brightness_ : contrast_;
  switch (request.setup[1]) {
    case kSetCurrent:
      if (request.data.size() < 2) return std::nullopt;
      value = request.data[0] | request.data[1] << 8;
      return Bytes();
    case kGetCurrent:
      return Word(value);
    case kGetLeast:
      return Word(0);
    case kGetGreatest:
      return Word(255);
    case kGetStep:
      return Word(1);
    case kGetLength:
      return Word(2);
    case kGetInfo:
      return Bytes{3};
    case kGetDefault:
      return Word(is_brightness ? 128 : 32);
    default:
      return std::nullopt;
  }
}

}  // namespace camglass::usb_camera
