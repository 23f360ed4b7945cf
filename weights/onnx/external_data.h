// Files beside an ONNX model that hold its tensors' bytes.
//
// Where they lie is text from the model, so it is hostile: nothing outside of
// the folder that the user names is ever opened, and no link is followed. Where
// the user names none, it is the model's own folder, and only a plain name that
// is not hidden is looked for in it.
#ifndef CAMGLASS_WEIGHTS_ONNX_EXTERNAL_DATA_H_
#define CAMGLASS_WEIGHTS_ONNX_EXTERNAL_DATA_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Opens a file at `location`, relative to `folder`, without leaving the folder
// or following a link, and maps it. Only regular files. `use_openat2` is false
// in tests of what older kernels get.
StatusOr<FileBytes> MapBeneath(const std::string& folder,
                               const std::string& location,
                               bool use_openat2 = true);

// Where the bytes of a tensor lie.
struct ExternalRange {
  std::string location;  // the file
  uint64_t offset = 0;
  std::optional<uint64_t> length;  // nothing: to the end of the file
};

class ExternalData {
 public:
  // No folder at all: every request is refused with the flag to give.
  explicit ExternalData(const ReadOptions& options)
      : folder_(options.external_data_dir),
        model_folder_(options.model_folder) {}

  bool IsOpen(const std::string& location) const {
    return files_.contains(location);
  }

  // The file, mapped; the same for each request of one location.
  StatusOr<FileBytes> Open(const std::string& location);

  // The bytes of the range in a file; fails where they go beyond its end.
  static StatusOr<std::span<const std::byte>> Slice(const FileBytes& file,
                                                    const ExternalRange& range);

 private:
  std::string folder_;
  std::string model_folder_;
  std::map<std::string, FileBytes> files_;
};

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_EXTERNAL_DATA_H_
