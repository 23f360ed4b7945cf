// Where the bytes of a stream go: a file, standard output, a pipe or a device.
#ifndef CAMGLASS_CAMAPP_OUTPUT_STREAM_SINK_H_
#define CAMGLASS_CAMAPP_OUTPUT_STREAM_SINK_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/atomic_writer.h"
#include "engine/base/status.h"

namespace camglass {

// Keeps whatever happens: a file gets its name at Finish, or else when the
// stream is destroyed, with the whole frames that were written; only one
// without any is removed. Pipes and devices are written as they are.
class StreamSink {
 public:
  using Part = std::span<const uint8_t>;

  // "-" is standard output. A named pipe is waited for until somebody reads it.
  // While stop_fd (-1: none) is readable a reader that takes nothing is waited
  // for no longer than half a second. Errors name the path.
  static StatusOr<std::unique_ptr<StreamSink>> Open(const std::string& path,
                                                    bool overwrite,
                                                    int stop_fd = -1);
  ~StreamSink();
  StreamSink(const StreamSink&) = delete;
  StreamSink& operator=(const StreamSink&) = delete;

  // What comes before the first frame.
  Status WriteHeader(Part bytes);
  // One whole frame. An error is final: the file ends with the frame before.
  // Data that nobody took after a stop is not an error.
  Status Write(std::initializer_list<Part> parts);

  // Fails with the first error of Write, too.
  Status Finish();

 private:
  StreamSink(std::string path, int fd, std::unique_ptr<AtomicWriter> file,
             int stop_fd);

  Status Put(Part bytes);
  Status PutToReader(Part bytes);
  bool WaitForReader();
  void CutRedirectedFile();
  Status FirstError(const Status& error);

  std::string path_;
  int fd_;  // -1 where `file_` is used
  std::unique_ptr<AtomicWriter> file_;
  const int stop_fd_;
  bool seekable_ = false;  // fd_ is a file that a shell has opened
  std::optional<std::chrono::steady_clock::time_point> patience_ends_;
  bool abandoned_ = false;  // by its reader
  uint64_t whole_bytes_ = 0;
  uint64_t frames_ = 0;
  Status failure_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_STREAM_SINK_H_
