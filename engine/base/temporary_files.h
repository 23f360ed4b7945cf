// Files that must not stay where a signal ends the program.
#ifndef CAMGLASS_ENGINE_BASE_TEMPORARY_FILES_H_
#define CAMGLASS_ENGINE_BASE_TEMPORARY_FILES_H_

#include <string>

namespace camglass {

// While this object lives, its file is on the list. Safe for several threads. A
// list that is full, or a name that is too long, leaves a file to itself.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& path);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

 private:
  int slot_ = -1;
};

// Removes all that are on the list. Made for signal handlers.
void RemoveTemporaryFiles();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_TEMPORARY_FILES_H_
