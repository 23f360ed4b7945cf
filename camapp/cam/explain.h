// From a frame to what a network sees in it and where: resize, inference, the
// most likely classes, and one class's activation map.
#ifndef CAMGLASS_CAMAPP_CAM_EXPLAIN_H_
#define CAMGLASS_CAMAPP_CAM_EXPLAIN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/class_map.h"
#include "camapp/cam/frame_explainer.h"
#include "camapp/cam/frame_resizer.h"
#include "camapp/cam/network_input.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/session.h"
#include "weights/load_model.h"

namespace camglass {

struct ExplainOptions {
  SessionOptions session;
  ResizeRule rule = ResizeRule::kShort;
  ResizeQuality quality = ResizeQuality::kExact;
  double input_scale = 1;  // input length over the network's own
  size_t top = 3;
  std::string class_query;  // FindClass's; empty: the most likely class
  // Explanations get the features and the logits for whoever makes other maps.
  bool keep_features = false;
};

class Explainer;

struct RankedClass {
  size_t index = 0;
  float score = 0;
  float logit = 0;
};

// Milliseconds of each stage; the caller of Explain adds its own.
struct StageTimes {
  double decode = 0;
  double resize = 0;
  double infer = 0;
  double cam = 0;
  double draw = 0;
  double total = 0;
};

struct Explanation {
  Picture resized;            // what the network saw
  PixelRegion covered;        // where in the frame that lies
  std::vector<float> logits;  // [classes]
  std::vector<float> scores;  // [classes], by the model's ScoreRule
  std::vector<RankedClass> top;
  RankedClass mapped;  // whose map this is
  Extent map_size;
  std::vector<float> map;  // [map_size.h][map_size.w]
  MapFacts facts;          // of the map
  size_t non_finite = 0;   // NaN and infinite values in features and logits
  // Of [map_size.h][map_size.w][classes or channels of the head]; empty where
  // they weren't asked for.
  std::vector<float> features;
  // Who explained, where there may be several; else null.
  std::shared_ptr<const Explainer> by;
  uint64_t serial = 0;  // by's count of what it explained; 0: it doesn't count
  StageTimes ms;
};

// What is told to people: the top classes, and after them the one whose map
// this is, where somebody asked for one that isn't among them.
std::vector<RankedClass> ListedClasses(const Explanation& explanation);

class Explainer : public FrameExplainer {
 public:
  // Fails for an unknown class, and where the input would have no pixels.
  static StatusOr<std::unique_ptr<Explainer>> Create(
      LoadedModel model, const ExplainOptions& options);

  // Explains one frame into *out, whose memory is reused: nothing is allocated
  // when frames follow each other in one size (but with ResizeRule::kCrop).
  // Fails where the frame is too small or too large for the network, and where
  // memory runs out.
  Status Explain(const Picture& frame, Explanation* out) override;

  // For the next frames. Fails where the input would have no pixels.
  Status SetInputScale(double scale);

  // The features of the last frame, until the next.
  TensorView features() const { return features_; }

  const ModelInfo& info() const { return info_; }
  const ClassHead& head() const { return head_; }
  const std::string& ClassName(size_t index) const;
  size_t threads() const { return session_->threads(); }

 private:
  Explainer(LoadedModel model, const ExplainOptions& options,
            std::unique_ptr<Session> session, std::optional<size_t> wanted);

  Status ExplainFrame(const Picture& frame, Explanation* out);
  Status Infer(Explanation* out);
  void Rank(Explanation* out);
  void MakeMap(Explanation* out);
  void KeepFeatures(Explanation* out) const;

  ExplainOptions options_;
  ModelInfo info_;
  ClassHead head_;
  ValueId features_id_;
  ValueId logits_id_;
  ValueId scores_id_;
  std::unique_ptr<Session> session_;
  FrameResizer resizer_;
  NetworkInput input_;
  std::optional<size_t> wanted_class_;
  std::vector<size_t> ranking_;
  TensorView features_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_EXPLAIN_H_
