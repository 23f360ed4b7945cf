// Where frames go with what was explained of them: the end of the pipeline.
#ifndef CAMGLASS_CAMAPP_LIVE_FRAME_SINK_H_
#define CAMGLASS_CAMAPP_LIVE_FRAME_SINK_H_

#include "camapp/live/frame_source.h"
#include "camapp/live/live_frame.h"
#include "engine/base/status.h"

namespace camglass {

// Milliseconds that showing a frame took.
struct ShowTimes {
  double draw = 0;   // the overlay, or whatever is made of frame and map
  double write = 0;  // encoding and writing it
};

// Used by the thread that runs the pipeline.
class FrameSink {
 public:
  virtual ~FrameSink() = default;

  // explanation: empty until there is one that fits frames of this size; where
  // the source is live it may be of an earlier frame. With
  // PipelineOptions::keeps_last the last frame comes again when there is
  // another explanation of it. An error ends the run.
  virtual StatusOr<ShowTimes> Show(const LiveFrame& frame,
                                   const SharedExplanation& explanation,
                                   const SourceState& source) = 0;

  // Called every PipelineOptions::sink_patience while the source gives
  // nothing.
  virtual Status ShowWaiting(const SourceState& source) = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_FRAME_SINK_H_
