// Files that get their names together, so that a failure leaves none of them.
#ifndef CAMGLASS_CAMAPP_CAM_OUTPUT_SET_H_
#define CAMGLASS_CAMAPP_CAM_OUTPUT_SET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/atomic_writer.h"
#include "engine/base/status.h"

namespace camglass {

// Whether these files can be written: none exists (unless `overwrite`), each
// folder does, and no two are one file. Empty names are passed over, and
// standard output ("-") is always there. The error names the first, and says
// how many more exist.
Status CheckNewFiles(const std::vector<std::string>& paths, bool overwrite);

// Errors name the file. An empty path means that the file isn't wanted, "-"
// standard output, which gets it once it is complete.
class OutputSet {
 public:
  explicit OutputSet(bool overwrite) : overwrite_(overwrite) {}

  // Each fails before any work where the file can't be written.
  Status WriteBytes(const std::string& path, std::span<const uint8_t> bytes);
  Status WriteNpy(const std::string& path, std::span<const float> values,
                  const std::vector<size_t>& shape);
  Status WritePng(const std::string& path, const Picture& picture);

  // Names the files, in the order in which they were written, and tells the
  // names.
  StatusOr<std::vector<std::string>> Commit();

 private:
  struct File {
    std::string path;
    std::unique_ptr<AtomicWriter> writer;  // null for standard output
    std::vector<uint8_t> printed;          // what that will get
  };
  static Status Complete(const File& file);
  Status Open(const std::string& path);
  Status Write(std::span<const uint8_t> bytes);  // to the file opened last

  bool overwrite_;
  std::vector<File> files_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_OUTPUT_SET_H_
