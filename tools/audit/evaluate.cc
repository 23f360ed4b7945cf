#include "tools/audit/evaluate.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/base/printable_text.h"
#include "tools/audit/picture_feed.h"
#include "weights/class_names/find_class.h"

namespace camglass {
namespace {

constexpr size_t kTop = 5;
constexpr size_t kMostShards = 1'000'000;

// Digits alone, above 0.
bool ReadCount(std::string_view text, size_t* count) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), *count);
  return error == std::errc() && end == text.data() + text.size() &&
         *count > 0 && *count <= kMostShards;
}

}  // namespace

EvalRecord SeenRecord(const LabelledPicture& picture, const Explanation& seen) {
  EvalRecord record;
  record.picture = EscapedText(picture.name);
  record.label = picture.label;
  record.label_score = seen.scores.values[picture.label];
  for (size_t i = 0; i < std::min(kTop, seen.scores.top.size()); ++i) {
    record.top.push_back(seen.scores.top[i].index);
    record.scores.push_back(seen.scores.top[i].score);
  }
  return record;
}

EvalRecord ErrorRecord(const LabelledPicture& picture, const Status& why) {
  EvalRecord record;
  record.picture = EscapedText(picture.name);
  record.label = picture.label;
  record.error = why.message();
  return record;
}

Status CheckFinite(const Explanation& seen) {
  if (seen.scores.non_finite == 0) return Status();
  return InvalidInput("the network gave " +
                      std::to_string(seen.scores.non_finite) +
                      " values that are not finite; check the weights");
}

StatusOr<Shard> ParseShard(const std::string& text) {
  Shard shard;
  const std::string_view all = text;
  const size_t slash = all.find('/');
  if (slash != std::string_view::npos &&
      ReadCount(all.substr(0, slash), &shard.index) &&
      ReadCount(all.substr(slash + 1), &shard.count) &&
      shard.index <= shard.count)
    return shard;
  return UsageError("--shard: '" + text +
                    "' is not I/N, a shard's number from 1 to how many there "
                    "are; write e.g. 2/4");
}

size_t PicturesOfShard(size_t pictures, const Shard& shard) {
  return pictures / shard.count +
         (shard.index - 1 < pictures % shard.count ? 1 : 0);
}

StatusOr<std::vector<size_t>> ModelClassesOf(
    const LabelledSet& set, const std::vector<std::string>& classes) {
  std::vector<size_t> indices;
  for (const std::string& label : set.labels) {
    const StatusOr<size_t> index = FindClass(classes, label);
    if (!index.ok())
      return index.status().WithContext("the pictures' class '" + label + "'");
    indices.push_back(*index);
  }
  return indices;
}

StatusOr<std::vector<EvalRecord>> EvaluatePictures(const EvaluateJob& job,
                                                   Explainer* explainer) {
  std::vector<std::string> paths;
  for (const LabelledPicture& picture : job.pictures)
    paths.push_back(picture.path);
  PictureFeed feed(std::move(paths), job.decoders,
                   {.apply_exif = job.apply_exif});
  std::vector<EvalRecord> records;
  Explanation seen;
  for (const LabelledPicture& picture : job.pictures) {
    if (job.progress) job.progress(picture.path);
    const StatusOr<Picture> pixels = feed.Next();
    Status status =
        pixels.ok() ? explainer->Explain(*pixels, &seen) : pixels.status();
    if (status.ok()) status = CheckFinite(seen);
    records.push_back(status.ok() ? SeenRecord(picture, seen)
                                  : ErrorRecord(picture, status));
    if (job.keep) CAMGLASS_RETURN_IF_ERROR(job.keep(records.back()));
  }
  return records;
}

}  // namespace camglass
