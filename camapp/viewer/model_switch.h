// A network that can be exchanged, and its input scaled, while frames run.
#ifndef CAMGLASS_CAMAPP_VIEWER_MODEL_SWITCH_H_
#define CAMGLASS_CAMAPP_VIEWER_MODEL_SWITCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/explain_flags.h"
#include "camapp/cam/frame_explainer.h"
#include "engine/status.h"

namespace camglass {

// Explanations have their features, a serial number and their Explainer.
class ModelSwitch : public FrameExplainer {
 public:
  // Loads flags.model. It and the models that --model knows by name are what
  // can be switched to.
  static StatusOr<std::unique_ptr<ModelSwitch>> Create(
      const ExplainFlags& flags);

  // Requests are carried out before the next frame, by the explaining thread. A
  // model that can't be loaded, or a size that the network can't take, leaves
  // everything as it was and says so in status().
  void RequestModel(size_t index);
  void RequestScale(double scale);

  struct State {
    size_t model = 0;  // into names(); the one in use
    double scale = 1;
    bool loading = false;
    uint64_t failures = 0;  // so far
    std::string failure;    // the last
  };
  State state() const;

  const std::vector<std::string>& names() const { return names_; }

  Status Explain(const Picture& frame, Explanation* out) override;

 private:
  explicit ModelSwitch(const ExplainFlags& flags) : flags_(flags) {}

  Status TakeRequests();
  Status Load(size_t index);
  void NoteFailure(const Status& status);

  ExplainFlags flags_;
  std::vector<std::string> names_;
  std::shared_ptr<Explainer> explainer_;  // the explaining thread's
  uint64_t serial_ = 0;

  mutable std::mutex mutex_;
  State state_;
  size_t wanted_model_ = 0;
  double wanted_scale_ = 1;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_MODEL_SWITCH_H_
