// Where frames come from: a camera, a file, a folder of pictures, a pattern.
#ifndef CAMGLASS_CAMAPP_LIVE_FRAME_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_FRAME_SOURCE_H_

#include <functional>
#include <string>
#include <vector>

#include "camapp/capture/camera.h"
#include "camapp/capture/frame_format.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// Reads a picture that is too large to keep beside the version of it that is
// shown; in whatever thread. Empty: what is shown is whole.
using WholePicture = std::function<StatusOr<Picture>()>;

// A source described for people and for scripts.
struct SourceState {
  std::string name;  // of the camera or file
  std::string node;  // /dev/videoN; empty for files
  // "streaming", "stalled", "damaged" (frames come, but for 2 s none that can
  // be decoded), "retrying", "absent"
  std::string state;
  FrameFormat format;  // of JPEGs with the size that the last one had
  double fps = 0;      // nominal; 0 where not known
  StreamCounts counts;
  uint64_t undecodable = 0;  // frames that came, and could not be decoded

  uint64_t damaged() const {
    return undecodable + counts.flagged + counts.short_frames;
  }
  // What a person can do about it, where the frames are not what was asked for:
  // lines, the first one a heading. Mostly empty.
  std::vector<std::string> notice;
  // Which of how many pictures; 0 where it isn't pictures.
  size_t picture = 0;
  size_t pictures = 0;
};

// Used by one thread.
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  enum class Event { kFrame, kNothingYet, kEnd };
  // Waits at most about a quarter of a second, or until wake_fd is readable,
  // for the next frame. Fails where the source can't go on. A camera never
  // ends and never fails here: it waits to be plugged in again.
  virtual StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) = 0;

  // Whether frames come in their own time, so that late ones are dropped; else
  // each of them counts, and comes as soon as there is room for it.
  virtual bool live() const = 0;

  // Whether frame->timestamp_ns is of this machine's clock, now, where the
  // frame has_time.
  virtual bool has_capture_times() const { return live(); }

  // Gives the device back. Nothing else is called after it.
  virtual void Release() {}

  // Whether the frame given last is a picture that stays: shown before it is
  // explained, which happens once, and never with a map of another frame.
  virtual bool still() const { return false; }

  // How to read all of that picture, where the frame is a smaller version of
  // it.
  virtual WholePicture whole() const { return nullptr; }

  // Into *state, whose memory is used again; all but `undecodable`.
  virtual void Describe(SourceState* state) const = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_FRAME_SOURCE_H_
