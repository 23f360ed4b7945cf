// The flags that camtool run and camapp share: which model, how a picture is
// given to it, whose map is shown and how it is painted.
#ifndef CAMGLASS_CAMAPP_CAM_EXPLAIN_FLAGS_H_
#define CAMGLASS_CAMAPP_CAM_EXPLAIN_FLAGS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "camapp/cam/explain.h"
#include "camapp/picture/overlay.h"
#include "engine/base/status.h"
#include "engine/plan/plan_options.h"
#include "weights/model_lookup.h"

namespace CLI {
class App;
}

namespace camglass {

struct ExplainFlags {
  std::string model = kDefaultModel;
  size_t threads = 0;  // 0: the session's own choice
  PlanOptions plan;
  ResizeQuality resize = ResizeQuality::kExact;
  std::optional<ResizeRule> resize_rule;  // none: see ResizeRuleFor
  double input_scale = 1;
  bool no_exif = false;
  size_t top = 3;
  std::string class_query;
  OverlayStyle style = OverlayStyle::kSeed;
  MapRange map_range = MapRange::kFrame;
  std::optional<double> threshold;
  std::optional<double> alpha;

  // For single pictures (AddPictureFlags).
  std::string against_query;
  AverageRule average;
  MapAlign align = MapAlign::kSeed;
  bool contour = false;
  bool box = false;

  // Colours for both signs: a difference is shown so unless asked otherwise.
  bool PaintsSigned() const {
    return map_range == MapRange::kSigned ||
           (map_range == MapRange::kFrame && !against_query.empty());
  }

  // Some of what only pictures show is not as usual.
  bool ChangesPaint() const {
    return style != OverlayStyle::kSeed || alpha.has_value() || contour;
  }
  // What decides where a map shows, in pictures and for its box.
  bool ChangesShown() const {
    return map_range != MapRange::kFrame || threshold.has_value();
  }
};

// Values out of range are refused while the command line is parsed. *flags must
// outlive the parsing.
void AddExplainFlags(CLI::App* app, ExplainFlags* flags);

// What only pictures can be asked for, not live frames.
void AddPictureFlags(CLI::App* app, ExplainFlags* flags);

// Fails where flags contradict each other.
Status CheckExplainFlags(const ExplainFlags& flags);

// Whether --model and --class name what there is. Cheap beside what the model
// is then made ready with; for those who have to end anyway.
Status CheckModel(const ExplainFlags& flags);

// The flag's rule; else the one that the model's head was trained with; else
// kShort.
ResizeRule ResizeRuleFor(const ExplainFlags& flags, const ModelInfo& info);

// The model that --model names, found and loaded, ready to explain frames.
// keep_features: as in ExplainOptions.
StatusOr<std::unique_ptr<Explainer>> MakeExplainer(const ExplainFlags& flags,
                                                   bool keep_features = false);

// How a map of a head of that kind is painted.
OverlayOptions OverlayOptionsOf(const ExplainFlags& flags, ClassMapKind kind);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_EXPLAIN_FLAGS_H_
