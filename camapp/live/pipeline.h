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

#include "camapp/cam/explain.h"
#include "camapp/capture/frame_format.h"
#include "camapp/capture/frame_to_rgb.h"
#include "camapp/live/frame_pool.h"
#include "camapp/live/frame_sink.h"
#include "camapp/live/frame_source.h"
#include "camapp/live/hand_over.h"
#include "camapp/live/live_frame.h"
#include "camapp/live/live_stats.h"
#include "camapp/live/result_board.h"
#include "camapp/live/stop_signal.h"
#include "camapp/output/frame_recorder.h"
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
  using CapturedShare = FramePool<Captured>::Share;
  using LiveShare = FramePool<LiveFrame>::Share;

  void CaptureLoop();
  void RecordLoop();
  void DecodeLoop();
  void InferLoop();
  Status SinkLoop(StopSignal* stop);

  bool PassOn(CapturedShare captured);
  void Decode(const Captured& captured, FrameToRgb* convert, LiveFrame* frame,
              bool* good);
  void Explain(LiveFrame* frame, bool again, Explanation* explanation);
  Status ExplainWhole(const LiveFrame& frame, Explanation* explanation);
  Status Show(const LiveFrame& frame);
  Status Wait(const LiveShare& last);
  const Explanation* ExplanationOf(const LiveFrame& frame);
  bool LimitReached(int64_t began_ns) const;
  bool IsOfThePast(const LiveFrame& frame);
  void NoteGood();
  void NoteSize(const FrameFormat& format, Extent size);
  void TellSize();  // under the mutex
  void NoteDamage(const Status& status);
  void NoteFaults(const ToleratedFaults& faults);
  void UpdateState();
  void Fail(const Status& status);

  FrameSource* source_;
  FrameExplainer* explainer_;
  FrameRecorder* recorder_;
  FrameSink* sink_;
  PipelineOptions options_;
  Log log_;
  const bool live_;
  StopSignal* stop_ = nullptr;

  // The pools come before what holds shares in them.
  FramePool<Captured> captured_pool_;
  FramePool<LiveFrame> live_pool_;
  HandOver<CapturedShare> to_decode_;
  HandOver<CapturedShare> to_record_;
  HandOver<LiveShare> to_infer_;
  HandOver<LiveShare> to_sink_;

  ResultBoard board_;
  ShownResult shown_;          // the sink's thread's
  int64_t last_shown_ns_ = 0;  // the sink's thread's
  LiveStats stats_;
  uint64_t damaged_in_a_row_ = 0;  // the decoding thread's
  bool damage_told_ = false;       // the decoding thread's
  double last_age_ms_ = 0;         // the sink's thread's
  uint64_t of_the_past_ = 0;       // the sink's thread's

  mutable std::mutex mutex_;
  int64_t damaged_since_ns_ = 0;  // 0: the last frame could be decoded
  Extent jpeg_size_;              // of the last that could; {0, 0} before
  SourceState state_;
  SourceState state_shown_;  // the sink's thread's copy
  Status failure_;           // the first
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PIPELINE_H_
