// A network that can be exchanged, and its input scaled, while frames run.
#ifndef CAMGLASS_CAMAPP_VIEWER_MODEL_SWITCH_H_
#define CAMGLASS_CAMAPP_VIEWER_MODEL_SWITCH_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/explain_flags.h"
#include "engine/base/status.h"

namespace camglass {

// Explanations have their features and their Explainer.
class ModelSwitch : public FrameExplainer {
 public:
  // MakeExplainer's, with features kept.
  using Loader = std::function<StatusOr<std::unique_ptr<Explainer>>(
      const ExplainFlags& flags)>;

  // Loads flags.model. It and the models that --model knows by name are what
  // can be switched to. flags.class_query is left to whoever makes maps.
  static StatusOr<std::unique_ptr<ModelSwitch>> Create(
      const ExplainFlags& flags);
  static StatusOr<std::unique_ptr<ModelSwitch>> Create(
      const ExplainFlags& flags, Loader loader);

  const std::vector<std::string>& names() const { return names_; }
  // Of the first model, before the first frame.
  const Explainer& first() const { return *explainer_; }

  // The rest may be called by any thread. Requests are carried out before the
  // next frame, by the explaining thread. A model that can't be loaded, or a
  // size that the network can't take, leaves everything as it was.
  void RequestModel(size_t index);
  void RequestScale(double scale);
  // From now on this picture is explained in place of frames, once for each
  // model and scale; null: frames again.
  void Hold(std::shared_ptr<const Picture> picture);

  struct State {
    size_t model = 0;      // of names(); the one asked for last, or in use
    double scale = 1;      // likewise
    bool loading = false;  // `model` is not in use yet
  };
  State state() const;
  // The model after the one of state(), or before it, that has not failed to
  // load; the very next one where all others have.
  size_t Neighbour(bool forward) const;
  // Why the last request could not be carried out; empty after the first call.
  std::optional<std::string> TakeFailure();

  Status Explain(const Picture& frame, Explanation* out) override;
  bool HasNews() const override;
  bool Repeats() const override;

 private:
  ModelSwitch(const ExplainFlags& flags, Loader loader);

  struct Wishes {
    size_t model = 0;
    double scale = 1;
    std::shared_ptr<const Picture> held;
  };
  Status Load(const Wishes& wishes);
  void Apply(Wishes* wishes);
  Status ExplainAt(const Picture& picture, Wishes* wishes, Explanation* out);
  void GiveUp(const Status& status, Wishes* wishes);

  ExplainFlags flags_;
  const Loader load_;
  std::vector<std::string> names_;

  // The explaining thread's.
  std::shared_ptr<Explainer> explainer_;
  Wishes in_use_;
  bool held_is_explained_ = false;

  mutable std::mutex mutex_;
  Wishes wishes_;
  size_t loaded_ = 0;         // of names()
  std::vector<bool> failed_;  // by names(): could not be loaded
  std::optional<std::string> failure_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_MODEL_SWITCH_H_
