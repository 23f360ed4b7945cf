#include "tools/audit/eval_run.h"

#include <nlohmann/json.hpp>

#include "tools/audit/picture_digest.h"
#include "tools/audit/settings_reader.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string ToJson(const EvalRun& run) {
  Json json;
  json["schema"] = 1;
  json["kind"] = "eval";
  json["model"] = run.model;
  json["model_sha256"] = run.model_sha256;
  json["source"] = run.source;
  json["pictures"] = run.pictures;
  json["pictures_sha256"] = run.pictures_sha256;
  json["contents"] = run.contents;
  json["resize_rule"] = run.resize_rule;
  json["exif"] = run.exif;
  json["shard"] =
      std::to_string(run.shard.index) + "/" + std::to_string(run.shard.count);
  json["model_classes"] = run.model_classes;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

StatusOr<EvalRun> ParseEvalRun(std::string_view text) {
  if (text.size() > kMostSettingsBytes)
    return InvalidInput("it is too large for the partial.json of an eval");
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  SettingsReader settings(json, "eval");
  EvalRun run;
  run.model = settings.Text("model");
  run.model_sha256 = settings.Text("model_sha256");
  run.source = settings.Text("source");
  for (const Json& name : settings.List("model_classes")) {
    settings.Require(name.is_string());
    if (settings.ok()) run.model_classes.push_back(name.get<std::string>());
  }
  run.pictures = settings.Count("pictures");
  run.pictures_sha256 = settings.Text("pictures_sha256");
  run.contents = settings.Text("contents");
  settings.Require(IsDigest(run.contents));
  run.resize_rule = settings.Text("resize_rule");
  run.exif = settings.Flag("exif");
  const auto shard = ParseShard(settings.Text("shard"));
  if (!settings.ok() || !shard.ok())
    return InvalidInput("it is not the partial.json of an eval");
  run.shard = *shard;
  return run;
}

}  // namespace camglass
