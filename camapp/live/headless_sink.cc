#include "camapp/live/headless_sink.h"

#include <cmath>
#include <limits>
#include <utility>

#include "camapp/live/live_json.h"
#include "camapp/live/pacer.h"
#include "camapp/live/source_report.h"
#include "camapp/picture/figure.h"
#include "camapp/picture/placeholder.h"
#include "engine/base/console.h"
#include "engine/base/stopwatch.h"

namespace camglass {
namespace {

constexpr int64_t kTextInterval = 1'000'000'000;

}  // namespace

HeadlessSink::HeadlessSink(const HeadlessOptions& options,
                           const Explainer* explainer,
                           std::unique_ptr<PictureSink> pictures)
    : options_(options),
      explainer_(explainer),
      pictures_(std::move(pictures)),
      view_(options.view, options.overlay),
      last_size_{480, 640} {}

StatusOr<ShowTimes> HeadlessSink::Show(const LiveFrame& frame,
                                       const SharedExplanation& shared,
                                       const SourceState& source) {
  const Explanation* explanation = shared.get();
  Stopwatch watch;
  ShowTimes times;
  CAMGLASS_ASSIGN_OR_RETURN(const Picture* picture,
                            view_.Draw(frame, explainer_, explanation));
  times.draw = watch.Lap();
  CAMGLASS_RETURN_IF_ERROR(pictures_->Write(*picture, frame.number));
  times.write = watch.Lap();
  const int64_t now = MonotonicNs();
  const double age = AgeMs(frame, now);
  if (any_) skipped_ += frame.number - last_number_ - 1;
  any_ = true;
  last_number_ = frame.number;
  last_size_ = picture->extent();
  fps_.Add(now);
  told_state_ = source.state;
  if (options_.reporting == Reporting::kText)
    CAMGLASS_RETURN_IF_ERROR(PrintText(explanation, age, now));
  if (options_.reporting == Reporting::kJson)
    CAMGLASS_RETURN_IF_ERROR(PrintJson(frame, explanation, source, times, age));
  return times;
}

Status HeadlessSink::PrintText(const Explanation* explanation, double age_ms,
                               int64_t now_ns) {
  if (last_text_ns_ != 0 && now_ns - last_text_ns_ < kTextInterval)
    return Status();
  last_text_ns_ = now_ns;
  std::string line = Format("%5.1f fps", fps_.rate());
  if (std::isfinite(age_ms)) line += Format("  age %5.1f ms", age_ms);
  if (explanation != nullptr) {
    const char* before = "  ";
    for (const RankedClass& ranked : ListedClasses(*explanation)) {
      line += before + explainer_->ClassName(ranked.index) + " " +
              ScoreText(ranked.score);
      before = ", ";
    }
  }
  Print("%s\n", line);
  return FlushOutput();
}

Status HeadlessSink::PrintJson(const LiveFrame& frame,
                               const Explanation* explanation,
                               const SourceState& source,
                               const ShowTimes& times, double age_ms) {
  LiveFields fields;
  fields.frame = frame.number;
  fields.picture = frame.picture_name;
  fields.size = frame.picture.extent();
  fields.age_ms = age_ms;
  fields.fps = fps_.rate();
  fields.skipped = skipped_;
  fields.decode_ms = frame.decode_ms;
  fields.draw_ms = times.draw;
  fields.write_ms = times.write;
  PrintJsonLine(
      LiveJson(explainer_, explanation, options_.model, fields, source));
  return FlushOutput();
}

// A line for each change of state; frames bring their own.
Status HeadlessSink::PrintState(const SourceState& source) {
  if (source.state == told_state_) return Status();
  told_state_ = source.state;
  LiveFields fields;
  fields.frame = last_number_;
  fields.size = {source.format.height, source.format.width};
  fields.age_ms = std::numeric_limits<double>::quiet_NaN();
  fields.skipped = skipped_;
  PrintJsonLine(LiveJson(explainer_, nullptr, options_.model, fields, source));
  return FlushOutput();
}

Status HeadlessSink::ShowWaiting(const SourceState& source) {
  const std::vector<std::string> words = WaitingWords(source);
  if (words.empty()) return Status();
  if (options_.reporting == Reporting::kJson)
    CAMGLASS_RETURN_IF_ERROR(PrintState(source));
  if (!pictures_->wants_placeholders()) return Status();
  if (words != placeholder_words_ || placeholder_.extent() != last_size_)
    CAMGLASS_RETURN_IF_ERROR(
        PaintPlaceholder(last_size_, words, &placeholder_));
  placeholder_words_ = words;
  return pictures_->Write(placeholder_, last_number_);
}

}  // namespace camglass
