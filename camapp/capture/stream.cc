#include "camapp/capture/stream.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "camapp/capture/limits.h"

namespace camglass {
namespace {

// One being filled, one ready, one being read, one in reserve.
constexpr uint32_t kWantedBuffers = 4;

// A v4l2_buffer with the plane records that the multi-planar interface wants.
struct BufferRecord {
  v4l2_buffer buffer = {};
  v4l2_plane planes[VIDEO_MAX_PLANES] = {};

  BufferRecord(const Device& device, uint32_t index, uint32_t num_planes) {
    buffer.type = device.buffer_type();
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = index;
    if (device.abilities().multiplanar) {
      buffer.m.planes = planes;
      buffer.length = num_planes;
    }
  }
  BufferRecord(const BufferRecord&) = delete;
  BufferRecord& operator=(const BufferRecord&) = delete;
};

// Drivers work a frame's time out from the device's clock, and err a little.
constexpr int64_t kClockError = 20'000'000;
// While we look in time, a driver always has room for new frames.
constexpr int64_t kStaleAge = 250'000'000;

struct FrameTime {
  enum class By { kCamera, kArrival, kNobody };
  int64_t ns = 0;
  By by = By::kNobody;  // unless kCamera, ns is when the frame came to us
};

// Buffer timestamps of other clocks can't be compared with ours: such a frame
// counts from when it comes. A time of our clock that can't be says nothing,
// not even that frames come without delay.
FrameTime TimeOf(const v4l2_buffer& buffer, int64_t began_ns, int64_t now_ns) {
  const uint32_t clock = buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK;
  if (clock != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC)
    return {now_ns, FrameTime::By::kArrival};
  constexpr int64_t kNsPerMicrosecond = 1'000;
  constexpr int64_t kNsPerSecond = 1'000'000'000;
  const int64_t seconds = buffer.timestamp.tv_sec;
  const int64_t micro = buffer.timestamp.tv_usec;
  if (seconds < 0 || seconds > now_ns / kNsPerSecond + 1 || micro < 0 ||
      micro >= kNsPerSecond / kNsPerMicrosecond)
    return {now_ns, FrameTime::By::kNobody};
  const int64_t ns = seconds * kNsPerSecond + micro * kNsPerMicrosecond;
  const bool possible =
      ns >= began_ns - kClockError && ns <= now_ns + kClockError;
  return possible ? FrameTime{std::min(ns, now_ns), FrameTime::By::kCamera}
                  : FrameTime{now_ns, FrameTime::By::kNobody};
}

}  // namespace

struct Stream::Dequeued {
  uint32_t index = 0;
  uint32_t sequence = 0;
  bool flagged = false;
  FrameTime time;
  std::array<std::span<const uint8_t>, kMaxPlanes> plane = {};
};

// What one look at the driver brought.
struct Stream::Batch {
  size_t size = 0;  // good and bad frames
  Dequeued newest;  // of the good ones; its buffer is still ours
  bool has_good = false;
};

StatusOr<std::unique_ptr<Stream>> Stream::Start(const Device& device,
                                                const FrameFormat& format) {
  CAMGLASS_RETURN_IF_ERROR(CheckFrameFormat(format));
  std::unique_ptr<Stream> stream(new Stream(device, format));
  CAMGLASS_RETURN_IF_ERROR(stream->RequestBuffers());
  for (uint32_t i = 0; i < stream->buffers_.size(); ++i) {
    CAMGLASS_RETURN_IF_ERROR(stream->MapBuffer(i));
    CAMGLASS_RETURN_IF_ERROR(stream->Queue(i));
  }
  uint32_t type = device.buffer_type();
  stream->began_ns_ = stream->last_taken_ns_ = device.system().NowNs();
  const int result = device.Call(VIDIOC_STREAMON, &type);
  if (result < 0) return device.Error("start the stream", -result);
  stream->streaming_ = true;
  return stream;
}

Stream::Stream(const Device& device, const FrameFormat& format)
    : device_(device), format_(format), needed_(PlaneBytesNeeded(format)) {}

Stream::~Stream() {
  uint32_t type = device_.buffer_type();
  if (streaming_) device_.Call(VIDIOC_STREAMOFF, &type);
  for (const Buffer& buffer : buffers_)
    for (const Mapped& plane : buffer)
      if (plane.address != nullptr)
        device_.system().Unmap(plane.address, plane.length);
  if (buffers_.empty()) return;
  v4l2_requestbuffers release = {};
  release.type = type;
  release.memory = V4L2_MEMORY_MMAP;
  device_.Call(VIDIOC_REQBUFS, &release);
}

Status Stream::RequestBuffers() {
  v4l2_requestbuffers request = {};
  request.count = kWantedBuffers;
  request.type = device_.buffer_type();
  request.memory = V4L2_MEMORY_MMAP;
  const int result = device_.Call(VIDIOC_REQBUFS, &request);
  if (result < 0) return device_.Error("get picture buffers", -result);
  if (request.count == 0 || request.count > limits::kMaxBuffers)
    return IoError(device_.node() + ": the driver offers " +
                   std::to_string(request.count) + " picture buffers");
  buffers_.resize(request.count);
  queued_.assign(request.count, false);
  return Status();
}

Status Stream::MapBuffer(uint32_t index) {
  BufferRecord record(device_, index, format_.planes);
  const int result = device_.Call(VIDIOC_QUERYBUF, &record.buffer);
  if (result < 0) return device_.Error("look at a picture buffer", -result);
  const bool multi = device_.abilities().multiplanar;
  for (uint32_t p = 0; p < format_.planes; ++p) {
    const size_t length =
        multi ? record.planes[p].length : record.buffer.length;
    const int64_t offset =
        multi ? record.planes[p].m.mem_offset : record.buffer.m.offset;
    if (length == 0 || length > limits::kMaxFrameBytes)
      return IoError(device_.node() + ": the driver offers a buffer of " +
                     std::to_string(length) + " bytes");
    Mapped& plane = buffers_[index][p];
    const int mapped =
        device_.system().Map(device_.fd(), length, offset, &plane.address);
    if (mapped < 0) return device_.Error("map a picture buffer", -mapped);
    plane.length = length;
  }
  return Status();
}

Status Stream::Queue(uint32_t index) {
  BufferRecord record(device_, index, format_.planes);
  const int result = device_.Call(VIDIOC_QBUF, &record.buffer);
  if (result < 0) return device_.Error("hand over a picture buffer", -result);
  queued_[index] = true;
  return Status();
}

StatusOr<Stream::Taken> Stream::Dequeue(Dequeued* dequeued) {
  BufferRecord record(device_, 0, format_.planes);
  const v4l2_buffer& buffer = record.buffer;
  const int result = device_.Call(VIDIOC_DQBUF, &record.buffer);
  if (result == -EAGAIN) return Taken::kNone;
  if (result < 0) return device_.Error("take a frame", -result);
  if (buffer.index >= buffers_.size() || !queued_[buffer.index])
    return IoError(
        device_.node() +
        ": the driver returned a picture buffer that it didn't have");
  queued_[buffer.index] = false;
  dequeued->index = buffer.index;
  dequeued->sequence = buffer.sequence;
  dequeued->flagged = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0;
  dequeued->time = TimeOf(buffer, began_ns_, device_.system().NowNs());
  const bool multi = device_.abilities().multiplanar;
  for (uint32_t p = 0; p < format_.planes; ++p) {
    const Mapped& mapped = buffers_[buffer.index][p];
    const size_t skip = multi ? record.planes[p].data_offset : 0;
    const size_t used = multi ? record.planes[p].bytesused : buffer.bytesused;
    // bytesused counts what is skipped, too; neither is trusted.
    const size_t end = std::min(used, mapped.length);
    const size_t begin = std::min(skip, end);
    dequeued->plane[p] = {static_cast<const uint8_t*>(mapped.address) + begin,
                          end - begin};
  }
  return Taken::kFrame;
}

// Counts what it refuses.
bool Stream::IsGood(const Dequeued& dequeued) {
  if (have_sequence_) {
    const uint32_t step = dequeued.sequence - last_sequence_;
    // A driver whose count jumps back, or stands still, counts nothing.
    if (step > 1 && step < (1U << 31)) counts_.missing += step - 1;
  }
  have_sequence_ = true;
  last_sequence_ = dequeued.sequence;
  if (dequeued.flagged) {
    ++counts_.flagged;
    return false;
  }
  for (uint32_t p = 0; p < format_.planes; ++p) {
    const size_t least = std::max<size_t>(needed_[p], 1);
    if (dequeued.plane[p].size() < least) {
      ++counts_.short_frames;
      return false;
    }
  }
  return true;
}

void Stream::CopyOut(const Dequeued& dequeued, CapturedFrame* frame) {
  frame->format = format_;
  frame->timestamp_ns = dequeued.time.ns;
  frame->has_time = dequeued.time.by != FrameTime::By::kNobody;
  frame->sequence = dequeued.sequence;
  frame->plane_bytes = {};
  frame->bytes.clear();
  for (uint32_t p = 0; p < format_.planes; ++p) {
    // What a raw buffer has behind the picture is padding.
    const size_t size = needed_[p] != 0 ? needed_[p] : dequeued.plane[p].size();
    frame->plane_bytes[p] = size;
    frame->bytes.insert(
        frame->bytes.end(), dequeued.plane[p].begin(),
        dequeued.plane[p].begin() + static_cast<ptrdiff_t>(size));
  }
}

Status Stream::DequeueAll(Batch* batch) {
  // As many rounds as there are buffers: a driver that always has one more
  // can't hold us here.
  for (; batch->size < buffers_.size(); ++batch->size) {
    Dequeued next;
    CAMGLASS_ASSIGN_OR_RETURN(const Taken taken, Dequeue(&next));
    if (taken == Taken::kNone) break;
    if (!IsGood(next)) {
      CAMGLASS_RETURN_IF_ERROR(Queue(next.index));
      continue;
    }
    if (batch->has_good) {
      ++counts_.stale;
      CAMGLASS_RETURN_IF_ERROR(Queue(batch->newest.index));
    }
    batch->newest = next;
    batch->has_good = true;
  }
  return Status();
}

// A driver without room for another frame may have lost newer ones.
bool Stream::IsStale(const Batch& batch) const {
  if (left_stale_ || batch.size < buffers_.size()) return false;
  const FrameTime& time = batch.newest.time;
  const bool timed = time.by == FrameTime::By::kCamera;
  const int64_t since = timed ? time.ns : last_taken_ns_;
  return device_.system().NowNs() - since > kStaleAge;
}

StatusOr<Stream::Taken> Stream::TakeNewest(CapturedFrame* frame) {
  Batch batch;
  CAMGLASS_RETURN_IF_ERROR(DequeueAll(&batch));
  const bool stale = batch.has_good && IsStale(batch);
  last_taken_ns_ = device_.system().NowNs();
  left_stale_ = stale;
  if (!batch.has_good) return Taken::kNone;
  if (stale) {
    ++counts_.stale;
  } else {
    CopyOut(batch.newest, frame);
    ++counts_.delivered;
  }
  CAMGLASS_RETURN_IF_ERROR(Queue(batch.newest.index));
  return stale ? Taken::kStale : Taken::kFrame;
}

}  // namespace camglass
