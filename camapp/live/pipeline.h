// Capture, decoding, inference and the sink, each in its own thread and its own
// time:
//
//   source -> capture --> decode --> infer
//                 \            \        | the latest result
//                  recorder     `-----> sink (the calling thread)
//
// Between any two lie at most a few frames. From a live source the newest frame
// wins everywhere: the sink keeps the camera's rate, with the latest map there
// is, however slow the network. From other sources every frame counts, each is
// shown with its own map, and the stages wait for each other. Stills are shown
// at once and explained once, whatever they come from. After the first frames
// of a size nothing is allocated for a frame.
#ifndef CAMGLASS_CAMAPP_LIVE_PIPELINE_H_
#define CAMGLASS_CAMAPP_LIVE_PIPELINE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "camapp/cam/explanation.h"
#include "camapp/capture/frame_format.h"
#include "camapp/capture/frame_to_rgb.h"
#include "camapp/live/frame_sink.h"
#include "camapp/live/frame_source.h"
#include "camapp/live/hand_over.h"
#include "camapp/live/live_frame.h"
#include "camapp/live/live_stats.h"
#include "camapp/live/pool.h"
#include "camapp/live/source_report.h"
#include "camapp/live/stop_signal.h"
#include "camapp/output/recorder.h"
#include "engine/base/status.h"

namespace camglass {

struct PipelineOptions {
  uint64_t frames = 0;  // ends after so many were shown; 0: no limit
  double seconds = 0;   // ends after that time; 0: no limit
  // How long the sink waits for a frame before it is told that there is none.
  std::chrono::milliseconds sink_patience{250};
  // The last frame stays: it is explained again when the explainer has news,
  // and shown again with that. For those who look, and not for files.
  bool keeps_last = false;
};

class Pipeline {
 public:
  using Log = std::function<void(const std::string& line)>;  // from any thread

  // All must outlive the pipeline. explainer: null for pictures without maps;
  // recorder: null for no recording.
  Pipeline(FrameSource* source, FrameExplainer* explainer,
           FrameRecorder* recorder, FrameSink* sink,
           const PipelineOptions& options, Log log);

  // Runs until the source ends, a limit is reached, `stop` is set (it sets it
  // itself at the end) or something fails.
  Status Run(StopSignal* stop);

  const LiveStats& stats() const { return stats_; }
  // What the source said last.
  SourceState source_state() const;

 private:
  struct Captured {
    CapturedFrame frame;
    uint64_t number = 0;
    int64_t captured_ns = 0;
    bool has_time = true;
    bool still = false;
    WholePicture whole;
  };
  using CapturedShare = Shared<Captured>;
  // What the sink is to show.
  struct Due {
    SharedFrame frame;
    SharedExplanation own;  // where every frame counts: what it is shown with
  };
  // What the network said last, and of which frame.
  struct Latest {
    uint64_t version = 0;  // 0: it has said nothing yet
    SharedExplanation explanation;
    uint64_t frame_number = 0;
    Extent frame_size;
    bool still = false;
  };

  void CaptureLoop();
  void RecordLoop();
  void DecodeLoop();
  void InferLoop();
  Status SinkLoop(StopSignal* stop);

  bool PassOn(CapturedShare captured);
  void Decode(const Captured& captured, FrameToRgb* convert, LiveFrame* frame,
              bool* good);
  SharedExplanation Explain(const LiveFrame& frame);
  Status ExplainWhole(const LiveFrame& frame, Explanation* explanation);
  void Post(const SharedExplanation& explanation, const LiveFrame& frame);
  Latest latest() const;
  Status Show(const Due& due);
  Status Wait(const Due& last);
  const SharedExplanation& ExplanationOf(const Due& due);
  bool LimitReached(int64_t began_ns) const;
  bool IsOfThePast(const LiveFrame& frame);
  void Fail(const Status& status);

  FrameSource* source_;
  FrameExplainer* explainer_;
  FrameRecorder* recorder_;
  FrameSink* sink_;
  PipelineOptions options_;
  Log log_;
  LiveStats stats_;
  SourceReport source_report_;
  const bool live_;
  StopSignal* stop_ = nullptr;

  Pool<Captured> captured_pool_;
  Pool<LiveFrame> live_pool_;
  Pool<Explanation> explanation_pool_;
  HandOver<CapturedShare> to_decode_;
  HandOver<CapturedShare> to_record_;
  HandOver<SharedFrame> to_infer_;
  HandOver<Due> to_sink_;

  Latest shown_;               // the sink's thread's copy of latest_
  SharedExplanation said_;     // the explaining thread's: the last
  int64_t last_shown_ns_ = 0;  // the sink's thread's
  double last_age_ms_ = 0;     // the sink's thread's
  uint64_t of_the_past_ = 0;   // the sink's thread's

  mutable std::mutex latest_mutex_;
  Latest latest_;

  mutable std::mutex mutex_;
  SourceState state_shown_;  // the sink's thread's copy
  Status failure_;           // the first
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PIPELINE_H_
