// The run that shards are parts of.
#ifndef CAMGLASS_TOOLS_AUDIT_MERGED_RUN_H_
#define CAMGLASS_TOOLS_AUDIT_MERGED_RUN_H_

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/picture_digest.h"

namespace camglass {

// The settings in a shard's folder. parse: from partial.json's text to a Run
// (AuditRun, EvalRun).
template <typename Run>
StatusOr<Run> ReadRun(const std::string& folder,
                      StatusOr<Run> (*parse)(std::string_view)) {
  const std::string path = folder + "/partial.json";
  const auto file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  StatusOr<Run> run = parse(
      {reinterpret_cast<const char*>(file->bytes.data()), file->bytes.size()});
  if (!run.ok()) return run.status().WithContext(path);
  return run;
}

// Fails where they are not all shards of one run. kind: what a run is called.
template <typename Run>
StatusOr<Run> MergedRun(const std::vector<std::string>& folders,
                        const std::string& kind,
                        StatusOr<Run> (*parse)(std::string_view)) {
  std::set<size_t> shards;
  size_t count = 0;
  std::string settings;
  Run whole;
  std::string contents;
  for (const std::string& folder : folders) {
    CAMGLASS_ASSIGN_OR_RETURN(whole, ReadRun(folder, parse));
    const Shard shard = std::exchange(whole.shard, Shard{});
    const std::string part = std::exchange(whole.contents, "");
    const std::string text = ToJson(whole);
    if (settings.empty()) settings = text;
    if (count == 0) count = shard.count;
    if (text != settings || count != shard.count)
      return InvalidInput(folder + " and " + folders.front() +
                          " are not shards of one " + kind +
                          ": the model, the pictures, the options or the "
                          "number of shards differ");
    if (!shards.insert(shard.index).second)
      return InvalidInput(folder + ": shard " + std::to_string(shard.index) +
                          " is given twice");
    contents = contents.empty() ? part : SumOfDigests(contents, part);
  }
  whole.contents = contents;
  for (size_t index = 1; index <= count; ++index)
    if (shards.count(index) == 0)
      return InvalidInput("shard " + std::to_string(index) + "/" +
                          std::to_string(count) +
                          " is missing; give the folders of all");
  return whole;
}

// Fails where what is made of the shards would go into one of them.
inline Status CheckMergeOut(const std::vector<std::string>& folders,
                            const std::string& out) {
  namespace fs = std::filesystem;
  std::error_code error;
  // A folder on the way that is still to be made must not hide that it is one.
  const fs::path made = fs::weakly_canonical(fs::absolute(out, error), error);
  for (const std::string& folder : folders)
    if (fs::equivalent(folder, out, error) ||
        fs::canonical(folder, error) == made)
      return UsageError("--out " + out +
                        " is one of the shards; name another folder");
  return Status();
}

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_MERGED_RUN_H_
