// The folder that a run over pictures is written to, complete or in parts.
#ifndef CAMGLASS_TOOLS_AUDIT_RUN_FOLDER_H_
#define CAMGLASS_TOOLS_AUDIT_RUN_FOLDER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/record_log.h"

namespace camglass {

// The records of a folder, pictures.jsonl; nothing where the file is empty, as
// a run that was killed before its first record leaves it. Errors name the
// file.
StatusOr<FileBytes> RecordsIn(const std::string& folder);

// partial.json says which run the records of pictures.jsonl belong to, and
// pictures.jsonl grows record by record; FORMAT.md has both.
class RunFolder {
 public:
  // settings: a JSON text that two runs share whose records fit together. Makes
  // the folder if need be. Without `resume` a folder with records is an error,
  // unless `overwrite`; with it, records of other settings are one.
  static StatusOr<std::unique_ptr<RunFolder>> Open(const std::string& folder,
                                                   const std::string& settings,
                                                   bool resume, bool overwrite);

  // Hands the records of the run before that are among `pictures` (a record's
  // "picture" is the escaped name) to `take` in the order of *pictures, and
  // leaves there those without one. To be called before Append. Fails with
  // `check`'s error where that refuses a line. Memory: about 200 bytes per
  // record, whatever its length.
  Status TakeDone(const std::function<Status(std::string_view line)>& check,
                  const std::function<void(std::string_view line)>& take,
                  std::vector<LabelledPicture>* pictures) const;

  // One JSON object with its line feed.
  Status Append(const std::string& line);

  // Replaces what is there.
  Status Write(const std::string& name, const std::string& text) const;

  const std::string& folder() const { return folder_; }

 private:
  explicit RunFolder(std::string folder) : folder_(std::move(folder)) {}

  const std::string folder_;
  std::unique_ptr<RecordLog> log_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_RUN_FOLDER_H_
