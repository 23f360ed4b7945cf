// Where a stream of bytes goes: a file, standard output, or a device.
#ifndef CAMGLASS_CAMAPP_OUTPUT_OUTPUT_STREAM_H_
#define CAMGLASS_CAMAPP_OUTPUT_OUTPUT_STREAM_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/status.h"
#include "weights/atomic_writer.h"

namespace camglass {

class OutputStream {
 public:
  // "-" is standard output. A file gets its name at Finish and is removed where
  // that isn't reached; pipes and devices are written as they are. Errors name
  // the path.
  static StatusOr<std::unique_ptr<OutputStream>> Open(const std::string& path,
                                                      bool overwrite);
  ~OutputStream();
  OutputStream(const OutputStream&) = delete;
  OutputStream& operator=(const OutputStream&) = delete;

  Status Write(std::span<const uint8_t> bytes);
  Status Finish();

 private:
  OutputStream(std::string path, int fd, std::unique_ptr<AtomicWriter> file);

  std::string path_;
  int fd_;  // -1 where `file_` is used
  std::unique_ptr<AtomicWriter> file_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_OUTPUT_STREAM_H_
