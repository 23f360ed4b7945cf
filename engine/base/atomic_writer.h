// Writes a file piece by piece so that it is either whole or not there.
#ifndef CAMGLASS_ENGINE_BASE_ATOMIC_WRITER_H_
#define CAMGLASS_ENGINE_BASE_ATOMIC_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/status.h"
#include "engine/base/temporary_files.h"

namespace camglass {

// What AtomicWriter::Start would say, before the work whose result it is to
// hold.
Status CheckNewFile(const std::string& path, bool overwrite);

// Fails where a result would take the place of the file that it is made from,
// under whatever name: that is never what was meant, even with --force.
Status CheckNotInput(const std::string& output, const std::string& input);

class AtomicWriter {
 public:
  // Starts a temporary file beside `path`, NAME.unfinished-XXXXXX. Fails where
  // `path` exists (unless `overwrite`), names something that is not a regular
  // file, or lies in no folder. Errors don't name the path.
  static StatusOr<std::unique_ptr<AtomicWriter>> Start(const std::string& path,
                                                       bool overwrite);
  // Removes what was not committed; so does a signal that ends the program.
  ~AtomicWriter();
  AtomicWriter(const AtomicWriter&) = delete;
  AtomicWriter& operator=(const AtomicWriter&) = delete;

  Status Write(std::span<const std::byte> bytes);

  // Flushes to the disk and gives the file its name. Without `overwrite` a file
  // that has appeared meanwhile stays, and this fails.
  Status Commit();

  // For streams, whose beginning is worth having: what is written stays from
  // now on, under the temporary name where it gets no other. A Commit that
  // fails tells that name.
  void KeepUnfinished();
  // As Commit, with the first `size` bytes alone. The disk may be full.
  Status CommitBeginning(uint64_t size);

 private:
  AtomicWriter(std::string path, std::string temporary, int fd, bool overwrite);

  Status GiveName();
  Status Failed(const Status& why) const;

  const std::string path_;
  const std::string temporary_;
  int fd_;  // -1 once closed
  const bool overwrite_;
  std::optional<TemporaryFile> removed_on_signals_;
  bool kept_ = false;
  bool committed_ = false;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_ATOMIC_WRITER_H_
