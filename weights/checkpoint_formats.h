// The formats that weight files come in, told apart by what is in them, never
// by their names. A new format is one more entry of the list.
#ifndef CAMGLASS_WEIGHTS_CHECKPOINT_FORMATS_H_
#define CAMGLASS_WEIGHTS_CHECKPOINT_FORMATS_H_

#include <span>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

struct CheckpointReader {
  CheckpointFormat format;
  const char* description;  // "PyTorch checkpoint (zip)"
  bool (*recognises)(std::span<const std::byte>);
  StatusOr<Checkpoint> (*read)(const FileBytes&, const ReadOptions&);
};

const std::vector<CheckpointReader>& CheckpointReaders();

// Reads a file of any of these formats. The error for others says what the file
// is, where that can be seen, and what to do. kExhausted where memory runs out.
StatusOr<Checkpoint> ReadCheckpoint(const FileBytes& file,
                                    const ReadOptions& options = {});

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CHECKPOINT_FORMATS_H_
