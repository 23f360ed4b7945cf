// An audit's settings, and from its records to its files.
#ifndef CAMGLASS_TOOLS_AUDIT_AUDIT_RUN_H_
#define CAMGLASS_TOOLS_AUDIT_AUDIT_RUN_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "engine/tensor.h"
#include "tools/audit/audit_plan.h"
#include "tools/audit/audit_record.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/evaluation.h"
#include "tools/audit/findings_json.h"
#include "tools/audit/run_folder.h"

namespace camglass {

// What records depend on, and what their report needs beside them:
// partial.json.
struct AuditRun {
  std::string model;  // as given
  std::string model_sha256;
  std::vector<std::string> model_classes;  // all names
  std::string source;                      // as given
  std::vector<size_t> classes;  // the set's, as indices of the model's
  size_t pictures = 0;          // of all shards
  std::string pictures_sha256;  // of their names and classes
  std::string contents;         // PartDigestOf the shard's
  AuditSizes sizes;
  int resize_rule = 0;
  bool exif = true;
  Extent grid;
  Shard shard;

  RecordShape shape() const {
    return {model_classes.size(), classes.size(), grid};
  }
  // How many pictures the shard has.
  size_t shard_pictures() const { return PicturesOfShard(pictures, shard); }
};

// One line. Equal runs give equal texts.
std::string ToJson(const AuditRun& run);
// Fails where the text is not such an object.
StatusOr<AuditRun> ParseAuditRun(std::string_view json);

// Lines of records, whose bytes are kept.
struct RecordLines {
  std::vector<FileBytes> files;
  std::vector<std::string_view> lines;  // with their line feeds

  // Those of a folder (RecordsIn). Fails where a line is too short for one, so
  // that a view is always smaller than its line.
  Status Add(const std::string& folder);
};

// Writes pictures.jsonl and maps.npy, sorted by picture: the same bytes for any
// order of the lines. Memory: about 400 bytes per picture. Fails where a record
// does not fit, a picture occurs twice, or one is missing.
Status WriteRecords(const AuditRun& run, const RecordLines& records,
                    const RunFolder& folder);

// What was found, and what it was found in.
struct AuditResult {
  AuditOutcome outcome;
  Evaluation evaluation;         // of `seen`
  std::vector<EvalRecord> seen;  // all pictures, sorted by name
};

// From the records of all shards: classes.csv, confusion.csv and findings.json.
// Memory: about 400 bytes per picture, and for each one of the halves 1 KB and
// about 150 bytes times the number of classes.
StatusOr<AuditResult> WriteOutcome(const AuditRun& run,
                                   const RecordLines& records,
                                   double least_share, const RunFolder& folder);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_AUDIT_RUN_H_
