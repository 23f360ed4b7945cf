// All that there is to say about the live view at one moment.
#ifndef CAMGLASS_CAMAPP_VIEWER_VIEWER_STATE_H_
#define CAMGLASS_CAMAPP_VIEWER_VIEWER_STATE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/live/frame_source.h"
#include "camapp/live/live_frame.h"
#include "camapp/live/live_json.h"
#include "camapp/picture/overlay.h"

namespace camglass {

// What commands change.
struct ViewerSettings {
  size_t rank = 0;               // which of the top classes, from 0
  std::optional<size_t> pinned;  // the class that is shown whatever wins
  bool compare = false;
  bool frozen = false;
  bool mirror = false;  // of the display, never of what is explained
  bool help = false;
  bool full_screen = false;
  OverlayStyle style = OverlayStyle::kSeed;
  MapRange range = MapRange::kFrame;
  float threshold = 0.2f;
  float alpha = 0.5f;
};

// The classes of a comparison: the map is plus's minus minus's.
struct ComparedClasses {
  size_t plus = 0;
  size_t minus = 0;
  float logit_gap = 0;  // plus's logit minus minus's
};

// Milliseconds over the last frames of one model at one input size.
struct Spread {
  double p50 = 0;
  double p95 = 0;
};

// Copies use the memory of what they are copied to.
struct ViewerState {
  uint64_t commands = 0;  // taken in so far
  ViewerSettings settings;

  SourceState source;
  LiveFields fields;
  bool still = false;     // the frame is a picture that stays
  double camera_fps = 0;  // measured
  Spread infer_ms;
  Spread draw_ms;   // painting the overlay and the words
  Spread write_ms;  // converting, uploading, presenting

  // With its features and its Explainer; empty without a network, or before its
  // first result.
  SharedExplanation explanation;
  ClassMap map;  // the one that is shown
  // The classes in the order of the display: over time, with hysteresis.
  std::vector<RankedClass> shown;
  // The pinned class, where it isn't one of these.
  std::optional<RankedClass> pinned;
  std::optional<ComparedClasses> compared;
  // Scores are told with all digits: those of moving frames can't be read.
  bool exact_scores = false;

  std::vector<std::string> models;  // that next-model goes through
  std::string model;                // the one in use; empty without a network
  double input_scale = 1;

  bool loading = false;   // another model
  std::string recording;  // the file being written; empty: none
  // Why the last one ended before it was to; empty: it didn't.
  std::string recording_error;
  std::string last_snapshot;  // the manifest written last; empty: none
  uint64_t snapshots = 0;     // written so far
  std::string message;        // of the last command; empty after a while

  // Null where there is no explanation.
  const Explainer* explainer() const {
    return explanation ? explanation->provenance.by.get() : nullptr;
  }
};

// LiveJsonObject's keys (live_json.h) plus "view": the settings and what else
// is here. One line without its end.
std::string StateJson(const ViewerState& state);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_VIEWER_STATE_H_
