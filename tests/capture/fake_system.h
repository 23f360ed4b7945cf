// A machine with cameras, in memory: every call can be made to fail, and time
// passes only while somebody waits.
#ifndef CAMGLASS_TESTS_CAPTURE_FAKE_SYSTEM_H_
#define CAMGLASS_TESTS_CAPTURE_FAKE_SYSTEM_H_

#include <linux/videodev2.h>

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "camapp/capture/system_calls.h"

namespace camglass {

struct FakeMode {
  uint32_t fourcc;
  uint32_t width;
  uint32_t height;
  std::vector<uint32_t> fps;  // whole rates
};

struct FakeControl {
  uint32_t id;
  std::string name;
  uint32_t type;
  int32_t least;
  int32_t greatest;
  int32_t value;
  std::vector<std::string> menu;
};

struct FakeCamera {
  std::string name = "Fake Camera";
  uint32_t device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  uint32_t other_caps = 0;  // of the device's other nodes
  bool multiplanar() const {
    return (device_caps & V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0;
  }
  std::vector<FakeMode> modes = {{V4L2_PIX_FMT_YUYV, 64, 48, {30}}};
  std::vector<FakeControl> controls;
  // sysfs: empty where it isn't a USB device.
  std::string usb_vendor = "046d", usb_product = "0825", usb_serial = "A1";
  std::string bus_path = "1-2:1.0";
  std::string index = "0";
  bool has_device_link = true;  // virtual cameras have none

  FileAccess access = {.group_number = 44, .group = "video", .group_may = true};
  // The node's name in sysfs; empty: as the device's.
  std::string node_name;

  // What it does wrong.
  int open_error = 0;          // of open()
  int s_fmt_error = 0;         // of S_FMT
  int stream_on_error = 0;     // of STREAMON, for formats heavier than `room`
  uint32_t room = 0;           // sizeimage that fits; 0: all
  uint32_t forced_fourcc = 0;  // S_FMT gives this whatever was asked
  uint32_t colorspace = 0;
  bool silent = false;      // makes no frames
  int64_t interval_ns = 0;  // between frames, whatever the rate; 0: by the rate
  bool prompt = false;      // the first frame comes at once
  bool ignores_controls = false;
  // Called for each frame made, to spoil it.
  std::function<void(uint32_t number, v4l2_buffer&, std::vector<uint8_t>&)>
      on_frame;
};

class FakeSystem : public SystemCalls {
 public:
  // Plugs a camera in as /dev/video<number>.
  FakeCamera& Plug(int number, FakeCamera camera);
  void Unplug(int number);
  FakeCamera& At(int number) { return *nodes_.at(number).camera; }
  // The camera sends an event of that type to whoever subscribed.
  void SendEvent(int number, uint32_t type);

  // Runs `action` once the clock has reached that time.
  void Schedule(int64_t at_ns, std::function<void()> action);
  void PassTime(int64_t ns);

  // The n-th call from now on (0: the next), of any kind, fails.
  void FailCall(size_t n, int error) {
    fail_at_ = calls_ + n;
    fail_with_ = error;
  }
  size_t calls() const { return calls_; }

  void AddFile(const std::string& path, const std::string& text) {
    files_[path] = text;
  }
  void AddLink(const std::string& path, const std::string& target) {
    links_[path] = target;
  }
  void AddFolder(const std::string& path, std::vector<std::string> names) {
    folders_[path] = std::move(names);
  }
  void BreakWatch() { can_watch_ = false; }

  // What a caller must have given back.
  size_t open_descriptors() const { return opened_.size() + watches_.size(); }
  size_t mappings() const { return mapped_; }
  uint64_t polls() const { return polls_; }

  int Open(const std::string& path, int flags) override;
  int Close(int fd) override;
  int Ioctl(int fd, unsigned long request, void* argument) override;
  int Map(int fd, size_t length, int64_t offset, void** address) override;
  int Unmap(void* address, size_t length) override;
  int Poll(pollfd* fds, size_t count, int timeout_ms) override;
  int64_t Read(int fd, void* bytes, size_t size) override;
  int WatchFolder(const std::string& path) override;
  int ReadTextFile(const std::string& path, std::string* text) override;
  int ListFolder(const std::string& path,
                 std::vector<std::string>* names) override;
  int RealPath(const std::string& path, std::string* real) override;
  int ReadLink(const std::string& path, std::string* target) override;
  int AccessOf(const std::string& path, FileAccess* access) override;
  int64_t NowNs() override { return now_ns_; }

 private:
  struct Node {
    std::shared_ptr<FakeCamera> camera;
  };
  struct Buffer {
    std::vector<uint8_t> bytes;
    bool queued = false;
  };
  struct Opened {
    std::shared_ptr<FakeCamera> camera;
    int number = 0;
    bool gone = false;
    uint32_t fourcc = 0, width = 0, height = 0;
    uint32_t fps = 30;
    std::vector<Buffer> buffers;
    std::deque<uint32_t> queue;
    std::deque<v4l2_buffer> done;
    bool streaming = false;
    int64_t next_frame_ns = 0;
    int64_t Interval() const;
    uint32_t sequence = 0;
    std::set<uint32_t> subscribed;
    std::deque<uint32_t> events;
  };

  bool Fails(int* error);
  void Notify(const std::string& name);
  void MakeFrames(Opened& opened);
  short ReadyFor(Opened& opened, short wanted);
  int64_t NextChange() const;
  uint32_t PlanesOf(const Opened& opened) const;
  static uint32_t PlaneSize(const Opened& opened, uint32_t plane);
  static uint32_t PlaneStride(const Opened& opened, uint32_t plane);

  int QueryCap(Opened& opened, v4l2_capability& capability);
  int EnumFormat(Opened& opened, v4l2_fmtdesc& entry);
  int EnumSize(Opened& opened, v4l2_frmsizeenum& entry);
  int EnumInterval(Opened& opened, v4l2_frmivalenum& entry);
  int SetFormat(Opened& opened, v4l2_format& format);
  int SetParm(Opened& opened, v4l2_streamparm& parm);
  int RequestBuffers(Opened& opened, v4l2_requestbuffers& request);
  int QueryBuffer(Opened& opened, v4l2_buffer& buffer);
  int Queue(Opened& opened, v4l2_buffer& buffer);
  int Dequeue(Opened& opened, v4l2_buffer& buffer);
  int StreamOn(Opened& opened);
  int StreamOff(Opened& opened);
  int QueryControl(Opened& opened, v4l2_queryctrl& query);
  int QueryMenu(Opened& opened, v4l2_querymenu& query);
  int GetControl(Opened& opened, v4l2_control& control);
  int SetControl(Opened& opened, v4l2_control& control);
  int DequeueEvent(Opened& opened, v4l2_event& event);

  int64_t now_ns_ = 1'000'000'000;
  std::map<int, Node> nodes_;
  std::map<int, Opened> opened_;  // by descriptor
  std::map<int, std::deque<std::string>> watches_;
  std::map<std::string, std::string> files_, links_;
  std::map<std::string, std::vector<std::string>> folders_;
  std::multimap<int64_t, std::function<void()>> schedule_;
  bool can_watch_ = true;
  int next_fd_ = 10;
  size_t mapped_ = 0;
  size_t calls_ = 0;
  size_t fail_at_ = SIZE_MAX;
  int fail_with_ = 0;
  uint64_t polls_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_CAPTURE_FAKE_SYSTEM_H_
