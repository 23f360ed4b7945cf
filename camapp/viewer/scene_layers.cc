#include "camapp/viewer/scene_layers.h"

#include <algorithm>

#include "camapp/viewer/draw_words.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

bool SameWords(SceneLayers::Kind kind, const SceneWords& a,
               const SceneWords& b) {
  switch (kind) {
    case SceneLayers::kTitle:
      return a.labels == b.labels && a.scores == b.scores &&
             a.marked == b.marked;
    case SceneLayers::kSource:
      return a.source == b.source;
    case SceneLayers::kCaption:
      return a.caption == b.caption && a.legend == b.legend;
    case SceneLayers::kStatus:
      return a.status == b.status;
    case SceneLayers::kNotice:
      return a.notice == b.notice;
    case SceneLayers::kHelp:
      return a.help == b.help;
    case SceneLayers::kAddress:
      return a.address == b.address;
    case SceneLayers::kKinds:
      break;
  }
  CAMGLASS_CHECK(false);
}

void CopyWords(SceneLayers::Kind kind, const SceneWords& from, SceneWords* to) {
  switch (kind) {
    case SceneLayers::kTitle:
      to->labels = from.labels;
      to->scores = from.scores;
      to->marked = from.marked;
      break;
    case SceneLayers::kSource:
      to->source = from.source;
      break;
    case SceneLayers::kCaption:
      to->caption = from.caption;
      to->legend = from.legend;
      break;
    case SceneLayers::kStatus:
      to->status = from.status;
      break;
    case SceneLayers::kNotice:
      to->notice = from.notice;
      break;
    case SceneLayers::kHelp:
      to->help = from.help;
      break;
    case SceneLayers::kAddress:
      to->address = from.address;
      break;
    case SceneLayers::kKinds:
      break;
  }
}

bool IsEmpty(const PixelRegion& region) {
  return region.size.h == 0 || region.size.w == 0;
}

}  // namespace

SceneLayers::SceneLayers() {
  layers_[kNotice].over_panes = true;
  layers_[kHelp].over_panes = true;
  layers_[kAddress].over_panes = true;
}

bool SceneLayers::UpdateLayout(const Scene& scene, Extent canvas,
                               double text_scale) {
  const bool same = background_version_ != 0 && canvas == layout_.canvas &&
                    scene.frame_size == frame_size_ &&
                    text_scale == text_scale_ && scene.two_panes == two_panes_;
  if (same) return false;
  layout_ = LayOutScene(canvas, scene.frame_size, scene.two_panes, text_scale);
  text_scale_ = text_scale;
  frame_size_ = scene.frame_size;
  two_panes_ = scene.two_panes;
  background_version_ = next_version_++;
  return true;
}

Status SceneLayers::Update(const Scene& scene, Extent canvas,
                           double text_scale) {
  const bool new_layout = UpdateLayout(scene, canvas, text_scale);
  for (int i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<Kind>(i);
    if (!new_layout && SameWords(kind, scene.words, words_)) continue;
    CopyWords(kind, scene.words, &words_);
    CAMGLASS_RETURN_IF_ERROR(Draw(kind));
  }
  return Status();
}

std::optional<size_t> SceneLayers::LabelAt(size_t x, size_t y) const {
  const PixelRegion& title = layout_.title;
  const bool inside = x >= title.left && x < title.left + title.size.w &&
                      y >= title.top && y < title.top + title.size.h;
  if (!inside || words_.labels.empty()) return std::nullopt;
  return (x - title.left) * words_.labels.size() / title.size.w;
}

void SceneLayers::Place(Kind kind, const PixelRegion& place) {
  SceneLayer& layer = layers_[kind];
  const bool shown = !IsEmpty(place);
  // What an overlay no longer hides has to be painted again.
  const bool uncovers =
      layer.over_panes && layer.shown &&
      (!shown || layer.place.top != place.top ||
       layer.place.left != place.left || !(layer.place.size == place.size));
  if (uncovers) background_version_ = next_version_++;
  layer.shown = shown;
  layer.place = place;
  layer.version = next_version_++;
  if (shown) layer.surface.SetSize(place.size);
}

Status SceneLayers::Draw(Kind kind) {
  const WordPainter words(layout_);
  Place(kind, words.PlaceOf(kind, words_));
  SceneLayer& layer = layers_[kind];
  if (!layer.shown) return Status();
  if (!layer.surface.ok())
    return IoError("the words can't be drawn (out of memory)");
  const Context context(cairo_create(layer.surface.get()));
  words.Paint(context.get(), kind, words_, layer.place.size);
  if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS)
    return IoError(std::string("the words can't be drawn (") +
                   cairo_status_to_string(cairo_status(context.get())) + ")");
  layer.surface.Flush();
  return Status();
}

}  // namespace camglass
