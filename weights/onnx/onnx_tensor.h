// A TensorProto's numbers, wherever in the file or beside it they are.
#ifndef CAMGLASS_WEIGHTS_ONNX_ONNX_TENSOR_H_
#define CAMGLASS_WEIGHTS_ONNX_ONNX_TENSOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/checkpoint.h"
#include "weights/onnx/external_data.h"
#include "weights/onnx/onnx_graph.h"

namespace camglass {

namespace onnx {
class Tensor;
}  // namespace onnx

// Collects a model's constants into a checkpoint.
class OnnxTensors {
 public:
  // `model` keeps the messages alive that Add is given. `checkpoint` is filled.
  OnnxTensors(size_t file_bytes, std::shared_ptr<const void> model,
              const ReadOptions& options, Checkpoint* checkpoint);

  // Reads one under the name `name`. A tensor of texts, complex numbers or
  // another type without a place in a network becomes a constant with nothing
  // in it.
  StatusOr<OnnxConstant> Add(const std::string& name,
                             const onnx::Tensor& tensor);

  // The same of floats that a node gives as an attribute.
  StatusOr<OnnxConstant> AddFloats(const std::string& name,
                                   std::vector<size_t> shape,
                                   std::vector<float> values);

 private:
  // Bytes and what keeps them alive.
  StatusOr<FileBytes> BytesOf(const std::string& name,
                              const onnx::Tensor& tensor, ElementType type,
                              size_t count);
  StatusOr<FileBytes> ExternalBytes(const std::string& name,
                                    const onnx::Tensor& tensor, size_t size);
  OnnxConstant Keep(CheckpointTensor tensor);

  CheckpointBudget budget_;
  std::shared_ptr<const void> model_;
  ExternalData external_;
  Checkpoint* checkpoint_;
};

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_ONNX_TENSOR_H_
