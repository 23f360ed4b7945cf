#include "camapp/viewer/model_switch.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

// The keys choose among so many classes.
constexpr size_t kLeastTop = 3;

std::vector<std::string> NamesWith(const std::string& first) {
  std::vector<std::string> names;
  for (const FoundModel& found : ListModels(ModelFolders()))
    if (std::find(names.begin(), names.end(), found.name) == names.end())
      names.push_back(found.name);
  if (std::find(names.begin(), names.end(), first) == names.end())
    names.insert(names.begin(), first);
  return names;
}

}  // namespace

ModelSwitch::ModelSwitch(const ExplainFlags& flags, Loader loader)
    : flags_(flags), load_(std::move(loader)), names_(NamesWith(flags.model)) {
  failed_.assign(names_.size(), false);
  flags_.class_query.clear();
  flags_.top = std::max(flags_.top, kLeastTop);
  const auto first = std::find(names_.begin(), names_.end(), flags_.model);
  wishes_.model = static_cast<size_t>(first - names_.begin());
  wishes_.scale = flags_.input_scale;
}

StatusOr<std::unique_ptr<ModelSwitch>> ModelSwitch::Create(
    const ExplainFlags& flags) {
  return Create(flags, [](const ExplainFlags& wanted) {
    return MakeExplainer(wanted, true);
  });
}

StatusOr<std::unique_ptr<ModelSwitch>> ModelSwitch::Create(
    const ExplainFlags& flags, Loader loader) {
  std::unique_ptr<ModelSwitch> models(
      new ModelSwitch(flags, std::move(loader)));
  CAMGLASS_RETURN_IF_ERROR(models->Load(models->wishes_));
  models->in_use_.scale = models->wishes_.scale;
  return models;
}

// Whether the network takes the scale is known with the first picture.
Status ModelSwitch::Load(const Wishes& wishes) {
  ExplainFlags flags = flags_;
  flags.model = names_[wishes.model];
  flags.input_scale = wishes.scale;
  CAMGLASS_ASSIGN_OR_RETURN(explainer_, load_(flags));
  in_use_.model = wishes.model;
  const std::lock_guard lock(mutex_);
  loaded_ = wishes.model;
  failed_[wishes.model] = false;
  return Status();
}

void ModelSwitch::RequestModel(size_t index) {
  CAMGLASS_CHECK(index < names_.size());
  const std::lock_guard lock(mutex_);
  wishes_.model = index;
}

void ModelSwitch::RequestScale(double scale) {
  const std::lock_guard lock(mutex_);
  wishes_.scale = scale;
}

void ModelSwitch::Hold(std::shared_ptr<const Picture> picture) {
  const std::lock_guard lock(mutex_);
  wishes_.held = std::move(picture);
}

ModelSwitch::State ModelSwitch::state() const {
  const std::lock_guard lock(mutex_);
  return {wishes_.model, wishes_.scale, wishes_.model != loaded_};
}

size_t ModelSwitch::Neighbour(bool forward) const {
  const std::lock_guard lock(mutex_);
  const size_t count = names_.size();
  const size_t step = forward ? 1 : count - 1;
  for (size_t i = 1; i < count; ++i) {
    const size_t at = (wishes_.model + i * step) % count;
    if (!failed_[at]) return at;
  }
  return (wishes_.model + step) % count;
}

std::optional<std::string> ModelSwitch::TakeFailure() {
  const std::lock_guard lock(mutex_);
  return std::exchange(failure_, std::nullopt);
}

// Takes back what was tried and nothing else: what was asked for in the
// meantime is still to be done.
void ModelSwitch::GiveUp(const Status& status, Wishes* wishes) {
  const std::lock_guard lock(mutex_);
  failure_ = status.message();
  if (wishes_.model == wishes->model) wishes_.model = in_use_.model;
  if (wishes_.scale == wishes->scale) wishes_.scale = in_use_.scale;
  wishes->model = in_use_.model;
  wishes->scale = in_use_.scale;
}

// Brings the explainer to what is wished for. Afterwards *wishes is what could
// be done of it.
void ModelSwitch::Apply(Wishes* wishes) {
  if (wishes->held != in_use_.held) held_is_explained_ = false;
  in_use_.held = wishes->held;
  if (wishes->model != in_use_.model) {
    held_is_explained_ = false;
    const Status loaded = Load(*wishes);
    if (!loaded.ok()) {
      {
        const std::lock_guard lock(mutex_);
        failed_[wishes->model] = true;
      }
      GiveUp(loaded, wishes);
    }
  } else if (wishes->scale != in_use_.scale) {
    held_is_explained_ = false;
    const Status scaled = explainer_->SetInputScale(wishes->scale);
    if (!scaled.ok()) GiveUp(scaled, wishes);
  }
}

// A scale that this picture makes impossible is taken back.
Status ModelSwitch::ExplainAt(const Picture& picture, Wishes* wishes,
                              Explanation* out) {
  const Status explained = explainer_->Explain(picture, out);
  if (explained.ok()) {
    in_use_.scale = wishes->scale;
    return explained;
  }
  if (wishes->scale == in_use_.scale) return explained;
  GiveUp(explained, wishes);
  CAMGLASS_RETURN_IF_ERROR(explainer_->SetInputScale(in_use_.scale));
  return explainer_->Explain(picture, out);
}

bool ModelSwitch::Repeats() const { return held_is_explained_ && !HasNews(); }

bool ModelSwitch::HasNews() const {
  const std::lock_guard lock(mutex_);
  return wishes_.model != in_use_.model || wishes_.scale != in_use_.scale ||
         wishes_.held != in_use_.held;
}

Status ModelSwitch::Explain(const Picture& frame, Explanation* out) {
  Wishes wishes;
  {
    const std::lock_guard lock(mutex_);
    wishes = wishes_;
  }
  Apply(&wishes);
  const bool held = wishes.held != nullptr;
  const Status explained = ExplainAt(held ? *wishes.held : frame, &wishes, out);
  if (!explained.ok()) {
    const std::lock_guard lock(mutex_);
    failure_ = explained.message();
    return explained;
  }
  held_is_explained_ = held;
  out->provenance.by = explainer_;
  return Status();
}

}  // namespace camglass
