// A file of lines that grows while a long run goes on, and from which the run
// can go on after it was killed: a line is whole or it is not there.
#ifndef CAMGLASS_TOOLS_AUDIT_RECORD_LOG_H_
#define CAMGLASS_TOOLS_AUDIT_RECORD_LOG_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/descriptor.h"
#include "engine/base/status.h"

namespace camglass {

class RecordLog {
 public:
  // With `resume`, *lines (unless null) gets the whole lines (without their
  // line feeds) of a file that is there, and a last one without its line feed
  // is cut off; else a file that is there is an error, unless `overwrite`.
  // Errors name the path. Fails where another process has the file open for the
  // same.
  static StatusOr<std::unique_ptr<RecordLog>> Open(
      const std::string& path, bool resume, bool overwrite,
      std::vector<std::string>* lines);

  // `line` ends with its line feed. A part of it that could be written before a
  // failure is taken back.
  Status Append(std::string_view line);

 private:
  RecordLog(std::string path, Descriptor file, uint64_t size);

  const std::string path_;
  Descriptor file_;
  uint64_t size_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_RECORD_LOG_H_
