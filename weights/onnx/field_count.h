// A bound on what protobuf will make of an ONNX file, before it does.
#ifndef CAMGLASS_WEIGHTS_ONNX_FIELD_COUNT_H_
#define CAMGLASS_WEIGHTS_ONNX_FIELD_COUNT_H_

#include <cstddef>
#include <span>

#include "engine/base/status.h"

namespace camglass {

// Walks the messages of onnx_model.proto without building them and fails where
// they have more than limits::kMaxOnnxFields fields in all (a field of two
// bytes becomes an object of a hundred), or where the bytes are not protobuf.
Status CheckOnnxFieldCount(std::span<const std::byte> file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_FIELD_COUNT_H_
