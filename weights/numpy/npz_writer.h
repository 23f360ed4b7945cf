// Writes tensors as a NumPy .npz archive, which numpy.load reads.
#ifndef CAMGLASS_WEIGHTS_NUMPY_NPZ_WRITER_H_
#define CAMGLASS_WEIGHTS_NUMPY_NPZ_WRITER_H_

#include <span>
#include <string>

#include "engine/base/status.h"
#include "weights/checkpoint.h"
#include "weights/safetensors/safetensors_writer.h"

namespace camglass {

// One stored entry NAME.npy a tensor, in the order given: little-endian f32, C
// order. The same tensors give the same bytes: entries carry no time. Names
// must differ. Refused where ReadNpz would not take it back: more than
// kMaxNpzEntries arrays, or more than kMaxNpyBytes.
Status WriteNpz(std::span<const CheckpointTensor> tensors,
                const ByteSink& sink);

// Refuses an existing file unless `overwrite`. On failure nothing is left
// behind. Errors don't name the path.
Status WriteNpzFile(std::span<const CheckpointTensor> tensors,
                    const std::string& path, bool overwrite);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_NUMPY_NPZ_WRITER_H_
