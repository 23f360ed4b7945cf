// A run without a screen: pictures or a stream, and what there is to say as
// text or JSON.
#ifndef CAMGLASS_CAMAPP_LIVE_HEADLESS_SINK_H_
#define CAMGLASS_CAMAPP_LIVE_HEADLESS_SINK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "camapp/live/frame_sink.h"
#include "camapp/live/live_view.h"
#include "camapp/live/rate_meter.h"
#include "camapp/output/picture_sink.h"

namespace camglass {

enum class Reporting {
  kNone,
  kText,  // a line a second
  kJson,  // a line per frame, and per change of the source's state without one
};

struct HeadlessOptions {
  ViewKind view = ViewKind::kFigure;
  OverlayOptions overlay;
  Reporting reporting = Reporting::kText;
  std::string model;  // as the user named it
};

class HeadlessSink : public FrameSink {
 public:
  // explainer (null: no maps) must outlive the sink.
  HeadlessSink(const HeadlessOptions& options, const Explainer* explainer,
               std::unique_ptr<PictureSink> pictures);

  StatusOr<ShowTimes> Show(const LiveFrame& frame,
                           const SharedExplanation& shared,
                           const SourceState& source) override;
  Status ShowWaiting(const SourceState& source) override;

  // Completes what was written.
  Status Finish() { return pictures_->Finish(); }

 private:
  Status PrintText(const Explanation* explanation, double age_ms,
                   int64_t now_ns);
  Status PrintJson(const LiveFrame& frame, const Explanation* explanation,
                   const SourceState& source, const ShowTimes& times,
                   double age_ms);
  Status PrintState(const SourceState& source);

  HeadlessOptions options_;
  const Explainer* explainer_;
  std::unique_ptr<PictureSink> pictures_;
  LiveView view_;
  Extent last_size_;
  uint64_t last_number_ = 0;
  uint64_t skipped_ = 0;  // the source's frames that never came here
  bool any_ = false;
  RateMeter fps_;
  int64_t last_text_ns_ = 0;
  std::string told_state_;  // of the source, in JSON
  std::vector<std::string> placeholder_words_;
  Picture placeholder_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_HEADLESS_SINK_H_
