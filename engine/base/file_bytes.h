// The bytes of a file, read-only, mapped into memory.
#ifndef CAMGLASS_ENGINE_BASE_FILE_BYTES_H_
#define CAMGLASS_ENGINE_BASE_FILE_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/release_hint.h"
#include "engine/base/status.h"

namespace camglass {

namespace limits {
// Any file that is mapped.
inline constexpr uint64_t kMaxFileBytes = uint64_t{1} << 32;
}  // namespace limits

// Bytes and what keeps them alive. Copies share the memory.
struct FileBytes {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
  // Of a mapping: lets the whole pages among these bytes leave memory; they are
  // read from the file again when somebody wants them. Null: not a mapping.
  ReleaseHint release = nullptr;
};

// Maps a regular file of at most limits::kMaxFileBytes. Errors name what is
// wrong, not the path. A file that another process shortens while it is mapped
// raises SIGBUS, as with every mapping: replace files by renaming.
StatusOr<FileBytes> MapFile(const std::string& path);

// The same of a file that the caller has open, and closes.
StatusOr<FileBytes> MapDescriptor(int fd);

// The folder that the file at `path` is in: "." where the path has none.
std::string FolderOf(const std::string& path);

// Bytes that the caller made, for tests and fuzzing.
FileBytes FromVector(std::vector<std::byte> bytes);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_FILE_BYTES_H_
