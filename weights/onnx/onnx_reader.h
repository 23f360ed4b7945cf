// ONNX files, of opsets 7 to 24.
#ifndef CAMGLASS_WEIGHTS_ONNX_ONNX_READER_H_
#define CAMGLASS_WEIGHTS_ONNX_ONNX_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Whether the bytes start like a ModelProto: with ir_version, a small number.
bool LooksLikeOnnx(std::span<const std::byte> file);

// All initialisers and Constant nodes of number types as tensors under their
// own names, axes and shapes as ONNX has them (convolutions OIHW); and the
// graph, as Checkpoint::onnx. Tensors that lie in files beside the model are
// read as `options` allow, and refused otherwise.
StatusOr<Checkpoint> ReadOnnx(const FileBytes& file,
                              const ReadOptions& options);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_ONNX_READER_H_
