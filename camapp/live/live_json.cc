#include "camapp/live/live_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "camapp/cam/explanation_json.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

Json CameraOf(const SourceState& source) {
  const StreamCounts& counts = source.counts;
  return {{"name", source.name},
          {"node", source.node},
          {"state", source.state},
          {"format", FourccText(source.format.fourcc)},
          {"fps", source.fps},
          {"delivered", counts.delivered},
          {"stale", counts.stale},
          {"missing", counts.missing},
          {"flagged", counts.flagged},
          {"short", counts.short_frames},
          {"undecodable", source.undecodable}};
}

Json WithoutExplanation(const LiveFields& fields) {
  return {{"schema", 1},
          {"frame", fields.frame},
          {"size", {fields.size.h, fields.size.w}},
          {"ms", Json::object()}};
}

}  // namespace

Json LiveJsonObject(const Explainer* explainer, const Explanation* explanation,
                    const ClassMap* map, const std::string& model,
                    const LiveFields& fields, const SourceState& source) {
  Json json = explanation == nullptr
                  ? WithoutExplanation(fields)
                  : ToJsonObject(*explainer, *explanation, *map, model, "frame",
                                 fields.frame, fields.size);
  Json& ms = json["ms"];
  ms["decode"] = fields.decode_ms;
  ms["draw"] = fields.draw_ms;
  ms["write"] = fields.write_ms;
  if (!fields.picture.empty()) json["picture"] = fields.picture;
  json["age_ms"] = std::isfinite(fields.age_ms) ? Json(fields.age_ms) : Json();
  json["fps"] = fields.fps;
  json["dropped"] = fields.skipped;
  json["camera"] = CameraOf(source);
  return json;
}

std::string LiveJson(const Explainer* explainer, const Explanation* explanation,
                     const std::string& model, const LiveFields& fields,
                     const SourceState& source) {
  const ClassMap* map = explanation == nullptr ? nullptr : &explanation->map;
  return ToLine(
      LiveJsonObject(explainer, explanation, map, model, fields, source));
}

}  // namespace camglass
