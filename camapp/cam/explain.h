// From a frame to what a network sees in it and where: resize, inference, the
// most likely classes, and one class's activation map.
#ifndef CAMGLASS_CAMAPP_CAM_EXPLAIN_H_
#define CAMGLASS_CAMAPP_CAM_EXPLAIN_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/class_map.h"
#include "camapp/cam/explanation.h"
#include "camapp/cam/frame_resizer.h"
#include "camapp/cam/network_input.h"
#include "camapp/cam/view_average.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/plan/plan_options.h"
#include "engine/session.h"
#include "weights/load_model.h"

namespace camglass {

// Where a map's cells are taken to lie.
enum class MapAlign {
  kSeed,       // stretched over what the network saw, as the example does
  kReceptive,  // at the centres of what each cell sees
};

struct ExplainOptions {
  SessionOptions session;
  ResizeRule rule = ResizeRule::kShort;
  ResizeQuality quality = ResizeQuality::kExact;
  double input_scale = 1;  // input length over the network's own
  size_t top = 3;
  std::string class_query;  // FindClass's; empty: the most likely class
  // Whose map is taken away from that one (which, where it isn't asked for, is
  // then the most likely other class); empty: none is.
  std::string against_query;
  AverageRule average;
  MapAlign align = MapAlign::kSeed;
  // Explanations get the features and the logits for whoever makes other maps.
  bool keep_features = false;
};

// The rule that the model's head was trained with; else kShort.
ResizeRule DefaultResizeRule(const ModelInfo& info);

class Explainer : public FrameExplainer {
 public:
  // Fails for an unknown class, and where the input would have no pixels.
  static StatusOr<std::unique_ptr<Explainer>> Create(
      LoadedModel model, const ExplainOptions& options);

  // Explains one frame into *out, whose memory is reused: nothing is allocated
  // when frames follow each other in one size (but with ResizeRule::kCrop, an
  // average or MapAlign::kReceptive).
  // Fails where the frame is too small or too large for the network, and where
  // memory runs out.
  Status Explain(const Picture& frame, Explanation* out) override;

  // Makes ready for frames of this size: the first one then takes no longer
  // than the others. Fails where Explain would.
  Status Prepare(Extent frame);

  // For the next frames. Fails where the input would have no pixels.
  Status SetInputScale(double scale);

  // What the network saw of the last frame, and its features, until the next.
  const Picture& resized() const { return resized_; }
  TensorView features() const { return features_; }

  const ModelInfo& info() const { return info_; }
  const ClassHead& head() const { return head_; }
  const std::string& ClassName(size_t index) const;
  size_t threads() const { return session_->threads(); }
  Precision precision() const { return options_.session.plan.precision; }

 private:
  Explainer(LoadedModel model, const ExplainOptions& options,
            std::unique_ptr<Session> session, std::optional<size_t> wanted,
            std::optional<size_t> against);

  Status ExplainFrame(const Picture& frame, Explanation* out);
  Status Infer(Scores* scores);
  Status InferViews(Scores* scores);
  Status FindCells(ClassMap* map);
  void Rank(Scores* scores);
  void MakeMap(const Scores& scores, ClassMap* map);
  void KeepFeatures(std::vector<float>* features) const;

  ExplainOptions options_;
  ModelInfo info_;
  ClassHead head_;
  ValueId features_id_;
  ValueId logits_id_;
  ValueId scores_id_;
  std::unique_ptr<Session> session_;
  FrameResizer resizer_;
  Picture resized_;
  NetworkInput input_;
  std::optional<size_t> wanted_class_;
  std::optional<size_t> against_class_;
  ViewAverage average_;
  Picture view_;
  std::vector<size_t> ranking_;
  std::vector<float> against_map_;
  TensorView features_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_EXPLAIN_H_
