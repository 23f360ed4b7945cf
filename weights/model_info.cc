#include "weights/model_info.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "weights/bounded_json.h"
#include "weights/limits.h"
#include "weights/model_options.h"

namespace camglass {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "camglass.format";
constexpr const char* kFormatVersion = "1";
constexpr const char* kArch = "camglass.arch";
constexpr const char* kVariant = "camglass.variant";
constexpr const char* kClasses = "camglass.classes";
constexpr const char* kPreprocess = "camglass.preprocess";
constexpr const char* kOptions = "camglass.options";
constexpr const char* kScores = "camglass.scores";
constexpr const char* kSource = "camglass.source";
constexpr const char* kHead = "camglass.head";

constexpr size_t kMaxSide = 16'384;  // of an input

// Text that is not UTF-8 has its offending bytes replaced: JSON can't hold it.
std::string Dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

StatusOr<std::string> Find(const Metadata& metadata, const char* key) {
  const auto found = metadata.find(key);
  if (found == metadata.end())
    return InvalidInput(std::string("the metadata lacks ") + key);
  return found->second;
}

StatusOr<json> FindJson(const Metadata& metadata, const char* key) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string text, Find(metadata, key));
  return ParseBoundedJson(key, text, limits::kMaxMetadataValueBytes,
                          limits::kMaxMetadataNesting);
}

Status Malformed(const char* key, const std::string& what) {
  return InvalidInput(std::string(key) + " " + what);
}

json PreprocessToJson(const Preprocess& preprocess) {
  return {{"order", preprocess.order == ChannelOrder::kBgr ? "bgr" : "rgb"},
          {"scale", preprocess.scale},
          {"mean", preprocess.mean},
          {"std", preprocess.std},
          {"size", preprocess.size},
          {"resize", preprocess.resize}};
}

bool ReadTriple(const json& object, const char* key,
                std::array<double, 3>* out) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->size() != 3)
    return false;
  for (size_t c = 0; c < 3; ++c) {
    const json& value = (*found)[c];
    if (!value.is_number() || !std::isfinite(value.get<double>())) return false;
    (*out)[c] = value.get<double>();
  }
  return true;
}

bool ReadSide(const json& object, const char* key, size_t* out) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return false;
  const auto side = found->get<uint64_t>();
  *out = static_cast<size_t>(side);
  return side >= 1 && side <= kMaxSide;
}

Status ReadPreprocess(const json& object, Preprocess* out) {
  if (!object.is_object()) return Malformed(kPreprocess, "is not an object");
  const json order = object.value("order", json());
  const json scale = object.value("scale", json());
  if (!IsText(order, "rgb") && !IsText(order, "bgr"))
    return Malformed(kPreprocess, "has an order that is not rgb or bgr");
  if (!scale.is_number() || !std::isfinite(scale.get<double>()))
    return Malformed(kPreprocess, "has a scale that is not a number");
  out->order = IsText(order, "bgr") ? ChannelOrder::kBgr : ChannelOrder::kRgb;
  out->scale = scale.get<double>();
  if (!ReadTriple(object, "mean", &out->mean) ||
      !ReadTriple(object, "std", &out->std))
    return Malformed(kPreprocess, "needs three numbers as mean and as std");
  for (double value : out->std)
    if (!(std::abs(value) > 1e-30))
      return Malformed(kPreprocess, "divides by a std of zero");
  if (!ReadSide(object, "size", &out->size) ||
      !ReadSide(object, "resize", &out->resize))
    return Malformed(kPreprocess, "needs a size and a resize in pixels");
  return Status();
}

Status ReadClasses(const json& list, std::vector<std::string>* out) {
  if (!list.is_array() || list.empty() || list.size() > kMaxClasses)
    return Malformed(kClasses, "is not a list of 1 to " +
                                   std::to_string(kMaxClasses) + " names");
  for (const json& name : list) {
    if (!name.is_string() ||
        name.get_ref<const std::string&>().size() > limits::kMaxClassNameBytes)
      return Malformed(kClasses, "has an entry that is not a short text");
    out->push_back(name.get<std::string>());
  }
  return Status();
}

StatusOr<ScoreRule> ReadScores(const Metadata& metadata, size_t classes) {
  const auto found = metadata.find(kScores);
  if (found == metadata.end()) return DefaultScoreRule(classes);
  const std::optional<ScoreRule> rule = FindScoreRule(found->second);
  if (!rule.has_value()) return Malformed(kScores, "is not softmax or sigmoid");
  return *rule;
}

// Of the source only texts are of interest, and none is needed to run.
ModelSource ReadSource(const Metadata& metadata) {
  ModelSource source;
  const StatusOr<json> object = FindJson(metadata, kSource);
  if (!object.ok() || !object->is_object()) return source;
  const auto read = [&](const char* key, std::string* out) {
    const auto found = object->find(key);
    if (found != object->end() && found->is_string()) *out = *found;
  };
  read("file", &source.file);
  read("sha256", &source.sha256);
  read("format", &source.format);
  read("licence", &source.licence);
  return source;
}

Status CheckVersion(const Metadata& metadata) {
  const auto found = metadata.find(kFormat);
  if (found == metadata.end())
    return InvalidInput(
        "this safetensors file is not a camglass model; make one of it with "
        "camtool convert");
  if (found->second == kFormatVersion) return Status();
  return InvalidInput("the model file is of version '" +
                      found->second.substr(0, 20) + "', this program reads " +
                      kFormatVersion + "; convert the weights again");
}

bool IsOurs(const std::string& key) {
  for (const char* known : {kFormat, kArch, kVariant, kClasses, kPreprocess,
                            kOptions, kScores, kSource, kHead})
    if (key == known) return true;
  return false;
}

}  // namespace

Metadata ToMetadata(const ModelInfo& info) {
  Metadata metadata = info.other;
  metadata[kFormat] = kFormatVersion;
  metadata[kArch] = info.config.arch;
  metadata[kVariant] = info.config.variant;
  metadata[kClasses] = Dump(info.classes);
  metadata[kPreprocess] = Dump(PreprocessToJson(info.preprocess));
  metadata[kOptions] = Dump(OptionsToJson(info));
  if (info.scores != DefaultScoreRule(info.config.classes))
    metadata[kScores] = ScoreRuleName(info.scores);
  metadata[kSource] = Dump({{"file", info.source.file},
                            {"sha256", info.source.sha256},
                            {"format", info.source.format},
                            {"licence", info.source.licence}});
  if (info.training.has_value()) metadata[kHead] = ToText(*info.training);
  return metadata;
}

StatusOr<ModelInfo> FromMetadata(const Metadata& metadata) {
  CAMGLASS_RETURN_IF_ERROR(CheckVersion(metadata));
  ModelInfo info;
  CAMGLASS_ASSIGN_OR_RETURN(const std::string arch, Find(metadata, kArch));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string variant,
                            Find(metadata, kVariant));
  CAMGLASS_ASSIGN_OR_RETURN(info.config, DefaultConfig(arch, variant));
  CAMGLASS_ASSIGN_OR_RETURN(const json classes, FindJson(metadata, kClasses));
  CAMGLASS_RETURN_IF_ERROR(ReadClasses(classes, &info.classes));
  info.config.classes = info.classes.size();
  CAMGLASS_ASSIGN_OR_RETURN(info.scores,
                            ReadScores(metadata, info.config.classes));
  CAMGLASS_ASSIGN_OR_RETURN(const json preprocess,
                            FindJson(metadata, kPreprocess));
  CAMGLASS_RETURN_IF_ERROR(ReadPreprocess(preprocess, &info.preprocess));
  CAMGLASS_ASSIGN_OR_RETURN(const json options, FindJson(metadata, kOptions));
  CAMGLASS_RETURN_IF_ERROR(ApplyOptions(options, &info).WithContext(kOptions));
  info.source = ReadSource(metadata);
  if (const auto head = metadata.find(kHead); head != metadata.end()) {
    CAMGLASS_ASSIGN_OR_RETURN(info.training, ParseHeadTraining(head->second));
  }
  for (const auto& [key, value] : metadata)
    if (!IsOurs(key)) info.other[key] = value;
  return info;
}

bool IsModelMetadata(const Metadata& metadata) {
  return metadata.contains(kFormat);
}

}  // namespace camglass
