#include "tools/audit/audit_run.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "camapp/picture/encode_npy.h"
#include "engine/base/atomic_writer.h"
#include "engine/base/counted.h"
#include "tools/audit/base64.h"
#include "tools/audit/evaluation.h"
#include "tools/audit/evaluation_text.h"
#include "tools/audit/evidence_places.h"
#include "tools/audit/picture_digest.h"
#include "tools/audit/settings_reader.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostCells = 4096;  // along a side of the grid
constexpr size_t kLeastLineBytes =
    40;  // with all keys of an unreadable picture

// A line with its picture's name, for sorting.
struct NamedLine {
  std::string name;
  std::string_view line;
  bool readable = false;
};

StatusOr<std::vector<NamedLine>> SortedLines(const AuditRun& run,
                                             const RecordLines& records) {
  std::vector<NamedLine> sorted;
  for (const std::string_view line : records.lines) {
    CAMGLASS_ASSIGN_OR_RETURN(AuditRecord record,
                              ParseAuditLine(line, run.shape()));
    sorted.push_back(
        {std::move(record.seen.picture), line, record.seen.error.empty()});
  }
  std::sort(
      sorted.begin(), sorted.end(),
      [](const NamedLine& a, const NamedLine& b) { return a.name < b.name; });
  const auto twice = std::adjacent_find(
      sorted.begin(), sorted.end(),
      [](const NamedLine& a, const NamedLine& b) { return a.name == b.name; });
  if (twice != sorted.end())
    return InvalidInput("the picture " + twice->name + " occurs twice");
  if (sorted.size() != run.shard_pictures())
    return InvalidInput("there are records of " +
                        Counted(sorted.size(), "picture") + ", not of all " +
                        std::to_string(run.shard_pictures()) +
                        "; go on with the run by --resume");
  return sorted;
}

std::vector<uint8_t> MapBytes(std::string_view line) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  return FromBase64(json["map"].get<std::string>()).value();
}

// Each part that `next` gives until it is empty, as one file.
template <typename Next>
Status WriteParts(const std::string& path, const Next& next) {
  auto writer = AtomicWriter::Start(path, /*overwrite=*/true);
  if (!writer.ok()) return writer.status().WithContext(path);
  CAMGLASS_RETURN_IF_ERROR(next(writer->get()).WithContext(path));
  return (*writer)->Commit().WithContext(path);
}

Status WriteMaps(const AuditRun& run, const std::vector<NamedLine>& lines,
                 const std::string& path) {
  const auto readable = static_cast<size_t>(
      std::count_if(lines.begin(), lines.end(),
                    [](const NamedLine& line) { return line.readable; }));
  const std::vector<size_t> shape = {readable, run.grid.h, run.grid.w};
  return WriteParts(path, [&](AtomicWriter* writer) {
    const std::vector<uint8_t> header = NpyHeader("<f2", shape);
    CAMGLASS_RETURN_IF_ERROR(writer->Write(std::as_bytes(std::span(header))));
    for (const NamedLine& line : lines) {
      if (!line.readable) continue;
      const std::vector<uint8_t> map = MapBytes(line.line);
      CAMGLASS_RETURN_IF_ERROR(writer->Write(std::as_bytes(std::span(map))));
    }
    return Status();
  });
}

// The records' part that a report needs.
struct ReadRecords {
  std::vector<EvalRecord> seen;     // of all pictures
  std::vector<AuditRecord> halves;  // of the halves, sorted by name
  size_t unreadable = 0;
};

StatusOr<ReadRecords> ReadAll(const AuditRun& run, const RecordLines& records) {
  ReadRecords read;
  for (const std::string_view line : records.lines) {
    CAMGLASS_ASSIGN_OR_RETURN(AuditRecord record,
                              ParseAuditLine(line, run.shape()));
    if (std::find(run.classes.begin(), run.classes.end(), record.seen.label) ==
        run.classes.end())
      return InvalidInput("a record is of a class that the set doesn't have");
    read.seen.push_back(record.seen);
    if (!record.seen.error.empty()) ++read.unreadable;
    record.colours.clear();
    record.map.clear();
    if (record.half != AuditHalf::kNone && record.seen.error.empty())
      read.halves.push_back(std::move(record));
  }
  const auto by_name = [](const auto& a, const auto& b) { return a < b; };
  std::sort(read.seen.begin(), read.seen.end(),
            [&](const EvalRecord& a, const EvalRecord& b) {
              return by_name(a.picture, b.picture);
            });
  std::sort(read.halves.begin(), read.halves.end(),
            [&](const AuditRecord& a, const AuditRecord& b) {
              return by_name(a.seen.picture, b.seen.picture);
            });
  return read;
}

std::vector<size_t> CountHalf(const AuditRun& run, const ReadRecords& read,
                              AuditHalf half) {
  std::vector<size_t> counts(run.classes.size());
  for (const AuditRecord& record : read.halves)
    if (record.half == half)
      ++counts[PositionOf(run.classes, record.seen.label)];
  return counts;
}

Status CheckAsked(const AuditOutcome& outcome) {
  for (size_t c = 0; c < outcome.class_names.size(); ++c)
    if (outcome.suggest[c] < 2 || outcome.confirm[c] < 2)
      return InvalidInput("of the class '" + outcome.class_names[c] +
                          "' fewer than two pictures of a half can be read; "
                          "add some");
  for (const AskedQuestion& asked : outcome.asked)
    if (!asked.complete)
      return InvalidInput(
          "the records' exchanges are of other places than their evidence asks "
          "for, as when shards run on different kinds of processors; run all "
          "on one kind");
  return Status();
}

void ReadClasses(SettingsReader* settings, AuditRun* run) {
  for (const Json& name : settings->List("model_classes")) {
    settings->Require(name.is_string());
    if (settings->ok()) run->model_classes.push_back(name.get<std::string>());
  }
  for (const Json& index : settings->List("class_indices")) {
    settings->Require(index.is_number_unsigned() &&
                      index.get<size_t>() < run->model_classes.size());
    if (settings->ok()) run->classes.push_back(index.get<size_t>());
  }
  settings->Require(run->classes.size() >= 2 &&
                    run->classes.size() <= kMostAuditClasses);
}

}  // namespace

std::string ToJson(const AuditRun& run) {
  Json json;
  json["schema"] = 1;
  json["kind"] = "audit";
  json["model"] = run.model;
  json["model_sha256"] = run.model_sha256;
  json["source"] = run.source;
  json["classes"] = Json::array();
  for (const size_t c : run.classes)
    json["classes"].push_back(run.model_classes[c]);
  json["class_indices"] = run.classes;
  json["pictures"] = run.pictures;
  json["pictures_sha256"] = run.pictures_sha256;
  json["contents"] = run.contents;
  json["per_class"] = run.sizes.per_class;
  json["suggest"] = run.sizes.suggest;
  json["seed"] = run.sizes.seed;
  json["resize_rule"] = static_cast<unsigned>(run.resize_rule);
  json["exif"] = run.exif;
  json["grid"] = {run.grid.h, run.grid.w};
  json["shard"] =
      std::to_string(run.shard.index) + "/" + std::to_string(run.shard.count);
  json["model_classes"] = run.model_classes;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

StatusOr<AuditRun> ParseAuditRun(std::string_view text) {
  if (text.size() > kMostSettingsBytes)
    return InvalidInput("it is too large for the partial.json of an audit");
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  SettingsReader settings(json, "audit");
  AuditRun run;
  run.model = settings.Text("model");
  run.model_sha256 = settings.Text("model_sha256");
  run.source = settings.Text("source");
  ReadClasses(&settings, &run);
  run.pictures = settings.Count("pictures");
  run.pictures_sha256 = settings.Text("pictures_sha256");
  run.contents = settings.Text("contents");
  settings.Require(IsDigest(run.contents));
  run.sizes = {settings.Count("per_class"), settings.Count("suggest"),
               settings.Count("seed")};
  run.resize_rule = static_cast<int>(settings.Count("resize_rule") & 0xFF);
  run.exif = settings.Flag("exif");
  const Json& grid = settings.List("grid");
  settings.Require(grid.size() == 2);
  for (size_t i = 0; settings.ok() && i < 2; ++i) {
    settings.Require(grid[i].is_number_unsigned() && grid[i] > 0 &&
                     grid[i] <= kMostCells);
    if (settings.ok())
      (i == 0 ? run.grid.h : run.grid.w) = grid[i].get<size_t>();
  }
  const auto shard = ParseShard(settings.Text("shard"));
  if (!settings.ok() || !shard.ok())
    return InvalidInput("it is not the partial.json of an audit");
  run.shard = *shard;
  return run;
}

Status RecordLines::Add(const std::string& folder) {
  CAMGLASS_ASSIGN_OR_RETURN(FileBytes file, RecordsIn(folder));
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()),
                              file.bytes.size());
  size_t start = 0;
  for (size_t end; (end = text.find('\n', start)) != std::string_view::npos;
       start = end + 1) {
    if (end - start < kLeastLineBytes)
      return InvalidInput(folder +
                          "/pictures.jsonl: a line that is not a picture's "
                          "record of this audit");
    lines.push_back(text.substr(start, end + 1 - start));
  }
  files.push_back(std::move(file));
  return Status();
}

Status WriteRecords(const AuditRun& run, const RecordLines& records,
                    const RunFolder& folder) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<NamedLine> sorted,
                            SortedLines(run, records));
  CAMGLASS_RETURN_IF_ERROR(
      WriteMaps(run, sorted, folder.folder() + "/maps.npy"));
  return WriteParts(folder.folder() + "/pictures.jsonl",
                    [&](AtomicWriter* writer) {
                      for (const NamedLine& line : sorted)
                        CAMGLASS_RETURN_IF_ERROR(
                            writer->Write(std::as_bytes(std::span(line.line))));
                      return Status();
                    });
}

StatusOr<AuditResult> WriteOutcome(const AuditRun& run,
                                   const RecordLines& records,
                                   double least_share,
                                   const RunFolder& folder) {
  CAMGLASS_ASSIGN_OR_RETURN(ReadRecords read, ReadAll(run, records));
  AuditOutcome outcome;
  outcome.model = run.model;
  outcome.source = run.source;
  for (const size_t c : run.classes)
    outcome.class_names.push_back(run.model_classes[c]);
  Evaluation evaluation = Evaluate(read.seen, 0);
  outcome.pictures = evaluation.pictures;
  outcome.unreadable = read.unreadable;
  outcome.accuracy = evaluation.top1;
  outcome.suggest = CountHalf(run, read, AuditHalf::kSuggest);
  outcome.confirm = CountHalf(run, read, AuditHalf::kConfirm);
  const AuditData data{read.halves, run.classes};
  outcome.asked = AskAll(data, least_share);
  CAMGLASS_RETURN_IF_ERROR(CheckAsked(outcome));
  outcome.verdict =
      Judge(data, outcome.asked, least_share, outcome.class_names);
  const EvaluationTexts texts{evaluation, read.seen, run.model_classes};
  CAMGLASS_RETURN_IF_ERROR(folder.Write("classes.csv", ClassesCsv(texts)));
  CAMGLASS_RETURN_IF_ERROR(folder.Write("confusion.csv", ConfusionCsv(texts)));
  CAMGLASS_RETURN_IF_ERROR(folder.Write("findings.json", ToJson(outcome)));
  return AuditResult{std::move(outcome), std::move(evaluation),
                     std::move(read.seen)};
}

}  // namespace camglass
