// Explanations: what they hold, maps and overlays made of it.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "camapp/cam/scores.h"
#include "camapp/library/handles.h"
#include "camapp/library/option_structs.h"
#include "camapp/library/report_error.h"
#include "camapp/picture/exact_overlay.h"

namespace camglass {
namespace {

bool IsEmpty(const camglass_explanation* explanation) {
  return explanation == nullptr || explanation->model == nullptr;
}

Status CheckClass(const camglass_explanation* explanation, size_t class_index) {
  if (IsEmpty(explanation))
    return UsageError("the explanation is empty; explain a picture first");
  const size_t classes = explanation->values.scores.logits.size();
  if (class_index < classes) return Status();
  return NotFound("there is no class " + std::to_string(class_index) +
                  "; the model has classes 0 to " +
                  std::to_string(classes - 1));
}

void MapInto(const camglass_explanation& explanation, size_t class_index,
             std::span<float> map) {
  const ClassHead& head = explanation.model->head;
  const Extent size = explanation.values.map.size;
  const size_t channels =
      explanation.values.features.size() / (size.h * size.w);
  // Views can be written to; a map only reads.
  auto* features = const_cast<float*>(explanation.values.features.data());
  MapOfClass({features, size.h, size.w, channels, size.w * channels, channels},
             head, class_index, map);
}

size_t MapCells(const camglass_explanation& explanation) {
  return explanation.values.map.size.h * explanation.values.map.size.w;
}

Picture OverlayOf(const camglass_explanation& explanation, size_t class_index,
                  const camglass_overlay_options& options) {
  std::vector<float> map(MapCells(explanation));
  MapInto(explanation, class_index, map);
  ExactOverlayPainter painter(explanation.values.map.size,
                              explanation.frame.extent(),
                              explanation.values.provenance.covered);
  Picture overlay;
  painter.Paint(map, explanation.frame,
                OverlayOptionsOf(options, explanation.model->head.kind),
                &overlay);
  return overlay;
}

Status CopyRows(const Picture& picture, uint8_t* rgb, ptrdiff_t row_stride) {
  CAMGLASS_ASSIGN_OR_RETURN(const ptrdiff_t step,
                            RowStep(picture.w, row_stride));
  for (size_t y = 0; y < picture.h; ++y)
    std::memcpy(rgb + static_cast<ptrdiff_t>(y) * step, picture.Row(y),
                picture.w * 3);
  return Status();
}

}  // namespace
}  // namespace camglass

extern "C" {

using camglass::IsEmpty;
using camglass::Reported;
using camglass::Status;

void camglass_explanation_free(camglass_explanation* explanation) {
  delete explanation;
}

const float* camglass_logits(const camglass_explanation* explanation) {
  return IsEmpty(explanation) ? nullptr
                              : explanation->values.scores.logits.data();
}

const float* camglass_scores(const camglass_explanation* explanation) {
  return IsEmpty(explanation) ? nullptr
                              : explanation->values.scores.values.data();
}

size_t camglass_score_count(const camglass_explanation* explanation) {
  return IsEmpty(explanation) ? 0 : explanation->values.scores.logits.size();
}

size_t camglass_non_finite(const camglass_explanation* explanation) {
  return IsEmpty(explanation) ? 0 : explanation->values.scores.non_finite;
}

size_t camglass_top(const camglass_explanation* explanation, size_t count,
                    camglass_ranked* ranked) {
  if (IsEmpty(explanation) || ranked == nullptr) return 0;
  size_t written = 0;
  const auto code = Reported("rank the classes", [&] {
    std::vector<size_t> order;
    const camglass::Scores& scores = explanation->values.scores;
    camglass::TopClasses(scores.logits, std::min(count, scores.logits.size()),
                         &order);
    for (const size_t index : order)
      ranked[written++] = {
          index, explanation->model->loaded.info.classes[index].c_str(),
          scores.values[index], scores.logits[index]};
    return Status();
  });
  return code == CAMGLASS_OK ? written : 0;
}

void camglass_map_size(const camglass_explanation* explanation, size_t* height,
                       size_t* width) {
  const bool empty = IsEmpty(explanation);
  if (height != nullptr) *height = empty ? 0 : explanation->values.map.size.h;
  if (width != nullptr) *width = empty ? 0 : explanation->values.map.size.w;
}

camglass_code camglass_map(const camglass_explanation* explanation,
                           size_t class_index, float* map) {
  return Reported("make this map", [&]() -> Status {
    CAMGLASS_RETURN_IF_ERROR(camglass::CheckClass(explanation, class_index));
    if (map == nullptr)
      return camglass::UsageError("the map is a null pointer");
    camglass::MapInto(*explanation, class_index,
                      {map, camglass::MapCells(*explanation)});
    return Status();
  });
}

const float* camglass_features(const camglass_explanation* explanation,
                               size_t* channels) {
  const bool empty = IsEmpty(explanation);
  if (channels != nullptr)
    *channels = empty ? 0
                      : explanation->values.features.size() /
                            camglass::MapCells(*explanation);
  return empty ? nullptr : explanation->values.features.data();
}

void camglass_covered(const camglass_explanation* explanation,
                      camglass_region* region) {
  if (region == nullptr) return;
  *region = {};
  if (IsEmpty(explanation)) return;
  const camglass::PixelRegion& covered = explanation->values.provenance.covered;
  *region = {covered.top, covered.left, covered.size.h, covered.size.w};
}

void camglass_picture_size(const camglass_explanation* explanation,
                           size_t* height, size_t* width) {
  const bool empty = IsEmpty(explanation);
  if (height != nullptr) *height = empty ? 0 : explanation->frame.h;
  if (width != nullptr) *width = empty ? 0 : explanation->frame.w;
}

const uint8_t* camglass_picture(const camglass_explanation* explanation) {
  return IsEmpty(explanation) ? nullptr : explanation->frame.rgb.data();
}

camglass_code camglass_overlay(const camglass_explanation* explanation,
                               size_t class_index,
                               const camglass_overlay_options* options,
                               uint8_t* rgb, ptrdiff_t row_stride) {
  return Reported("paint this overlay", [&]() -> Status {
    CAMGLASS_RETURN_IF_ERROR(camglass::CheckClass(explanation, class_index));
    if (rgb == nullptr)
      return camglass::UsageError("the pixels are a null pointer");
    CAMGLASS_ASSIGN_OR_RETURN(const camglass_overlay_options checked,
                              camglass::CheckedOptions(options));
    return camglass::CopyRows(
        camglass::OverlayOf(*explanation, class_index, checked), rgb,
        row_stride);
  });
}

}  // extern "C"
