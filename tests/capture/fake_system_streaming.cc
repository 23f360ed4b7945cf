// A fake camera's buffers, and the frames that come into them.
#include <algorithm>
#include <cerrno>

#include "tests/capture/fake_system.h"

namespace camglass {
namespace {

constexpr int64_t kSecond = 1'000'000'000;  // in nanoseconds

}  // namespace

int FakeSystem::RequestBuffers(Opened& opened, v4l2_requestbuffers& request) {
  if (opened.streaming) return -EBUSY;
  opened.buffers.assign(request.count, Buffer());
  for (Buffer& buffer : opened.buffers)
    buffer.bytes.resize(PlaneSize(opened, 0) +
                        (PlanesOf(opened) > 1 ? PlaneSize(opened, 1) : 0));
  return 0;
}

int FakeSystem::QueryBuffer(Opened& opened, v4l2_buffer& buffer) {
  if (buffer.index >= opened.buffers.size()) return -EINVAL;
  const uint32_t offset = buffer.index << 16;
  if (opened.camera->multiplanar()) {
    for (uint32_t p = 0; p < PlanesOf(opened); ++p) {
      buffer.m.planes[p].length = PlaneSize(opened, p);
      buffer.m.planes[p].m.mem_offset = offset + p;
    }
  } else {
    buffer.length = PlaneSize(opened, 0);
    buffer.m.offset = offset;
  }
  return 0;
}

int FakeSystem::Map(int fd, size_t length, int64_t offset, void** address) {
  int error = 0;
  if (Fails(&error)) return error;
  Opened& opened = opened_.at(fd);
  Buffer& buffer = opened.buffers.at(static_cast<size_t>(offset >> 16));
  const size_t plane = static_cast<size_t>(offset & 0xFFFF);
  const size_t begin = plane == 0 ? 0 : PlaneSize(opened, 0);
  if (begin + length > buffer.bytes.size()) return -EINVAL;
  *address = buffer.bytes.data() + begin;
  ++mapped_;
  return 0;
}

int FakeSystem::Unmap(void*, size_t) {
  int error = 0;
  const bool fails = Fails(&error);
  --mapped_;
  return fails ? error : 0;
}

int FakeSystem::Queue(Opened& opened, v4l2_buffer& buffer) {
  if (buffer.index >= opened.buffers.size()) return -EINVAL;
  if (opened.buffers[buffer.index].queued) return -EINVAL;
  opened.buffers[buffer.index].queued = true;
  opened.queue.push_back(buffer.index);
  return 0;
}

int FakeSystem::StreamOn(Opened& opened) {
  const FakeCamera& camera = *opened.camera;
  if (camera.stream_on_error != 0 &&
      (camera.room == 0 || PlaneSize(opened, 0) > camera.room))
    return -camera.stream_on_error;
  opened.streaming = true;
  opened.next_frame_ns = now_ns_ + (camera.prompt ? 0 : opened.Interval());
  return 0;
}

int FakeSystem::StreamOff(Opened& opened) {
  opened.streaming = false;
  opened.queue.clear();
  opened.done.clear();
  for (Buffer& buffer : opened.buffers) buffer.queued = false;
  return 0;
}

int64_t FakeSystem::Opened::Interval() const {
  return camera->interval_ns > 0 ? camera->interval_ns : kSecond / fps;
}

void FakeSystem::MakeFrames(Opened& opened) {
  if (!opened.streaming || opened.gone || opened.camera->silent) return;
  for (; opened.next_frame_ns <= now_ns_;
       opened.next_frame_ns += opened.Interval()) {
    const uint32_t number = opened.sequence++;
    if (opened.queue.empty()) continue;  // lost
    v4l2_buffer done = {};
    done.index = opened.queue.front();
    opened.queue.pop_front();
    Buffer& buffer = opened.buffers[done.index];
    buffer.queued = false;
    done.sequence = number;
    done.flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    done.timestamp.tv_sec = opened.next_frame_ns / kSecond;
    done.timestamp.tv_usec = opened.next_frame_ns % kSecond / 1'000;
    done.bytesused = static_cast<uint32_t>(buffer.bytes.size());
    std::fill(buffer.bytes.begin(), buffer.bytes.end(),
              static_cast<uint8_t>(number));
    if (opened.camera->on_frame)
      opened.camera->on_frame(number, done, buffer.bytes);
    opened.done.push_back(done);
  }
}

int FakeSystem::Dequeue(Opened& opened, v4l2_buffer& buffer) {
  MakeFrames(opened);
  if (opened.done.empty()) return -EAGAIN;
  const v4l2_buffer& done = opened.done.front();
  buffer.index = done.index;
  buffer.sequence = done.sequence;
  buffer.flags = done.flags;
  buffer.timestamp = done.timestamp;
  if (opened.camera->multiplanar()) {
    for (uint32_t p = 0; p < PlanesOf(opened); ++p) {
      buffer.m.planes[p].bytesused = PlaneSize(opened, p);
      buffer.m.planes[p].data_offset = 0;
    }
  } else {
    buffer.bytesused = done.bytesused;
  }
  opened.done.pop_front();
  return 0;
}

}  // namespace camglass
