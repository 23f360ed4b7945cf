// Reads safetensors files by the rules of the format's own library: a header of
// at most 100 MB, no overlap, no holes, no duplicate, no overflow.
#ifndef CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_READER_H_
#define CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Whether the file starts with a plausible header length and a "{".
bool LooksLikeSafetensors(std::span<const std::byte> file);

// f32 tensors are views of `file`, others are widened. Tensors come in the
// order of their data.
StatusOr<Checkpoint> ReadSafetensors(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_READER_H_
