// The folder that an evaluation is written to, complete or in parts.
#ifndef CAMGLASS_TOOLS_AUDIT_EVAL_FOLDER_H_
#define CAMGLASS_TOOLS_AUDIT_EVAL_FOLDER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/status.h"
#include "tools/audit/eval_record.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/record_log.h"

namespace camglass {

// partial.json says which run the records of pictures.jsonl belong to, and
// pictures.jsonl grows record by record; FORMAT.md has both.
class EvalFolder {
 public:
  // settings: a JSON text that two runs share whose records fit together. Makes
  // the folder if need be. Without `resume` a folder with records is an error,
  // unless `overwrite`; with it, records of other settings are one.
  static StatusOr<std::unique_ptr<EvalFolder>> Open(const std::string& folder,
                                                    const std::string& settings,
                                                    bool resume,
                                                    bool overwrite);

  // Takes the records of the run before that are among `pictures`, and leaves
  // in *pictures those without one. Fails where a record does not fit.
  StatusOr<std::vector<EvalRecord>> TakeDone(
      size_t classes, std::vector<LabelledPicture>* pictures);

  Status Append(const EvalRecord& record);

  // Replaces what is there.
  Status Write(const std::string& name, const std::string& text) const;

 private:
  explicit EvalFolder(std::string folder) : folder_(std::move(folder)) {}

  const std::string folder_;
  std::unique_ptr<RecordLog> log_;
  std::vector<std::string> lines_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVAL_FOLDER_H_
