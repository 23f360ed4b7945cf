// Networks: open, ask, explain.
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "camapp/library/handles.h"
#include "camapp/library/option_structs.h"
#include "camapp/library/report_error.h"
#include "camapp/picture/picture.h"
#include "engine/base/file_bytes.h"
#include "weights/class_names/find_class.h"
#include "weights/load_model.h"
#include "weights/model_file.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

using NetworkHandle = std::unique_ptr<camglass_network>;

StatusOr<NetworkHandle> NewNetwork(std::shared_ptr<const SharedModel> model,
                                   const camglass_options& options) {
  auto network = std::make_unique<camglass_network>();
  CAMGLASS_ASSIGN_OR_RETURN(
      network->explainer,
      Explainer::Create(model->loaded,
                        ExplainOptionsOf(options, model->loaded.info)));
  CAMGLASS_RETURN_IF_ERROR(
      network->explainer->SetInputScale(options.input_scale));
  network->model = std::move(model);
  network->options = options;
  return network;
}

StatusOr<NetworkHandle> NetworkOf(LoadedModel loaded,
                                  const camglass_options& options) {
  auto model = std::make_shared<SharedModel>();
  model->head = HeadOf(loaded.net);
  model->loaded = std::move(loaded);
  return NewNetwork(std::move(model), options);
}

StatusOr<NetworkHandle> Open(const char* file_or_name,
                             const camglass_options* options) {
  CAMGLASS_ASSIGN_OR_RETURN(const camglass_options checked,
                            CheckedOptions(options));
  const std::string wanted =
      file_or_name == nullptr ? kDefaultModel : file_or_name;
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(wanted, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel loaded, LoadModel(path));
  return NetworkOf(std::move(loaded), checked);
}

StatusOr<NetworkHandle> OpenMemory(const void* bytes, size_t size,
                                   const camglass_options* options) {
  CAMGLASS_ASSIGN_OR_RETURN(const camglass_options checked,
                            CheckedOptions(options));
  if (bytes == nullptr && size > 0)
    return UsageError("the model's bytes are a null pointer");
  std::vector<std::byte> copy(size);
  if (size > 0) std::memcpy(copy.data(), bytes, size);
  const FileBytes file = FromVector(std::move(copy));
  CAMGLASS_ASSIGN_OR_RETURN(const Model model, DecodeModel(file));
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel loaded, BindModel(model));
  return NetworkOf(std::move(loaded), checked);
}

Status Hand(StatusOr<NetworkHandle> made, camglass_network** out) {
  if (!made.ok()) return made.status();
  *out = (*std::move(made)).release();
  return Status();
}

Status CopyPixels(const uint8_t* rgb, Extent size, ptrdiff_t row_stride,
                  Picture* frame) {
  if (rgb == nullptr) return UsageError("the pixels are a null pointer");
  CAMGLASS_RETURN_IF_ERROR(CheckPictureSize(size.h, size.w));
  CAMGLASS_ASSIGN_OR_RETURN(const ptrdiff_t step, RowStep(size.w, row_stride));
  frame->Resize(size);
  for (size_t y = 0; y < size.h; ++y)
    std::memcpy(frame->Row(y), rgb + static_cast<ptrdiff_t>(y) * step,
                size.w * 3);
  return Status();
}

Status Explain(camglass_network* network, const uint8_t* rgb, Extent size,
               ptrdiff_t row_stride, camglass_explanation* explanation) {
  CAMGLASS_RETURN_IF_ERROR(
      CopyPixels(rgb, size, row_stride, &explanation->frame));
  const std::lock_guard<std::mutex> lock(network->busy);
  CAMGLASS_RETURN_IF_ERROR(
      network->explainer->Explain(explanation->frame, &explanation->values));
  explanation->model = network->model;
  return Status();
}

Status ExplainInto(camglass_network* network, const uint8_t* rgb, Extent size,
                   ptrdiff_t row_stride, camglass_explanation** out) {
  std::unique_ptr<camglass_explanation> made;
  if (*out == nullptr) made = std::make_unique<camglass_explanation>();
  camglass_explanation* explanation = made ? made.get() : *out;
  // What an error, or memory that runs out, leaves is empty.
  explanation->model = nullptr;
  CAMGLASS_RETURN_IF_ERROR(
      Explain(network, rgb, size, row_stride, explanation));
  if (made) *out = made.release();
  return Status();
}

Status NullHandle() { return UsageError("a handle is a null pointer"); }

const ModelInfo* InfoOf(const camglass_network* network) {
  return network == nullptr ? nullptr : &network->model->loaded.info;
}

}  // namespace
}  // namespace camglass

extern "C" {

using camglass::Reported;
using camglass::Status;

camglass_code camglass_open(const char* file_or_name,
                            const camglass_options* options,
                            camglass_network** network) {
  return Reported("open this model", [&]() -> Status {
    if (network == nullptr) return camglass::NullHandle();
    return camglass::Hand(camglass::Open(file_or_name, options), network);
  });
}

camglass_code camglass_open_memory(const void* bytes, size_t size,
                                   const camglass_options* options,
                                   camglass_network** network) {
  return Reported("open this model", [&]() -> Status {
    if (network == nullptr) return camglass::NullHandle();
    return camglass::Hand(camglass::OpenMemory(bytes, size, options), network);
  });
}

camglass_code camglass_clone(const camglass_network* network,
                             camglass_network** clone) {
  return Reported("open this model again", [&]() -> Status {
    if (network == nullptr || clone == nullptr) return camglass::NullHandle();
    return camglass::Hand(
        camglass::NewNetwork(network->model, network->options), clone);
  });
}

void camglass_network_free(camglass_network* network) { delete network; }

const char* camglass_arch(const camglass_network* network) {
  const auto* info = camglass::InfoOf(network);
  return info == nullptr ? "" : info->config.arch.c_str();
}

const char* camglass_variant(const camglass_network* network) {
  const auto* info = camglass::InfoOf(network);
  return info == nullptr ? "" : info->config.variant.c_str();
}

const char* camglass_score_rule(const camglass_network* network) {
  const auto* info = camglass::InfoOf(network);
  return info == nullptr ? "" : camglass::ScoreRuleName(info->scores);
}

size_t camglass_threads(const camglass_network* network) {
  return network == nullptr ? 0 : network->explainer->threads();
}

size_t camglass_class_count(const camglass_network* network) {
  const auto* info = camglass::InfoOf(network);
  return info == nullptr ? 0 : info->classes.size();
}

const char* camglass_class_name(const camglass_network* network,
                                size_t class_index) {
  const auto* info = camglass::InfoOf(network);
  if (info == nullptr || class_index >= info->classes.size()) return nullptr;
  return info->classes[class_index].c_str();
}

camglass_code camglass_find_class(const camglass_network* network,
                                  const char* query, size_t* class_index) {
  return Reported("look for this class", [&]() -> Status {
    if (network == nullptr || query == nullptr || class_index == nullptr)
      return camglass::NullHandle();
    CAMGLASS_ASSIGN_OR_RETURN(
        *class_index,
        camglass::FindClass(network->model->loaded.info.classes, query));
    return Status();
  });
}

camglass_code camglass_prepare(camglass_network* network, size_t height,
                               size_t width) {
  return Reported("prepare for this size", [&]() -> Status {
    if (network == nullptr) return camglass::NullHandle();
    CAMGLASS_RETURN_IF_ERROR(camglass::CheckPictureSize(height, width));
    const std::lock_guard<std::mutex> lock(network->busy);
    return network->explainer->Prepare({height, width});
  });
}

camglass_code camglass_explain(camglass_network* network, const uint8_t* rgb,
                               size_t height, size_t width,
                               ptrdiff_t row_stride,
                               camglass_explanation** explanation) {
  return Reported("explain this picture", [&]() -> Status {
    if (explanation == nullptr) return camglass::NullHandle();
    if (network == nullptr) {
      if (*explanation != nullptr) (*explanation)->model = nullptr;
      return camglass::NullHandle();
    }
    return camglass::ExplainInto(network, rgb, {height, width}, row_stride,
                                 explanation);
  });
}

}  // extern "C"
