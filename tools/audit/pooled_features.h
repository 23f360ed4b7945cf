// What a network's head sees of a picture: the mean over the map of each
// channel that goes into the last linear layer.
#ifndef CAMGLASS_TOOLS_AUDIT_POOLED_FEATURES_H_
#define CAMGLASS_TOOLS_AUDIT_POOLED_FEATURES_H_

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "camapp/cam/frame_resizer.h"
#include "camapp/cam/network_input.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/session.h"
#include "weights/load_model.h"

namespace camglass {

class PooledFeatures {
 public:
  // threads: as in SessionOptions.
  static StatusOr<std::unique_ptr<PooledFeatures>> Create(
      const LoadedModel& model, ResizeRule rule, size_t threads);

  size_t channels() const { return channels_; }

  // features: [channels], such that weight * features + bias is what the model
  // computes as logits, if no activation follows its head. Sums are in double
  // and the same for any number of threads. Fails where the picture is too
  // small or too large for the network, or memory runs out.
  Status Compute(const Picture& picture, std::span<float> features);

 private:
  PooledFeatures(const LoadedModel& model, ResizeRule rule);

  ValueId value_ = 0;  // that the head reads, or its mean
  size_t channels_ = 0;
  size_t padding_ = 0;  // zeros around the map that the head averages too
  std::unique_ptr<Session> session_;
  FrameResizer resizer_;
  NetworkInput input_;
  Picture resized_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_POOLED_FEATURES_H_
