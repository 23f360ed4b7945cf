// A weight file of any format: a list of named tensors.
//
// Names, axis order and wrappers are the file's own; convert/ gives them the
// meaning of a network.
#ifndef CAMGLASS_WEIGHTS_CHECKPOINT_H_
#define CAMGLASS_WEIGHTS_CHECKPOINT_H_

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/graph/graph.h"
#include "weights/element_type.h"

namespace camglass {

struct CheckpointTensor {
  std::string name;
  std::vector<size_t> shape;
  ElementType stored_as = ElementType::kF32;
  // The values as f32, the last axis fastest; as many as the shape says. Either
  // in memory of their own or in the mapped file; alive as long as `owner`.
  const float* data = nullptr;
  std::shared_ptr<const void> owner;
  ReleaseHint release = nullptr;  // of a mapped file; else null

  size_t size() const;
};

enum class CheckpointFormat {
  kTorchZip,
  kTorchLegacy,
  kSafetensors,
  kCaffe,
  kKerasHdf5,
  kNpz,
  kOnnx,
};

struct OnnxGraph;

// Something that may be weights and was not read.
struct UnreadTensor {
  std::string name;
  std::string why;  // "is quantised, which is not read; convert ..."
};

struct Checkpoint {
  CheckpointFormat format = CheckpointFormat::kSafetensors;
  std::vector<CheckpointTensor> tensors;  // in the file's order, names unique
  std::map<std::string, std::string> metadata;  // safetensors' __metadata__
  std::vector<std::string> notes;  // what the user should know, a sentence each
  std::vector<UnreadTensor> unread;  // the first few
  std::string keras_config;  // kKerasHdf5: the model's, JSON; empty: none
  std::shared_ptr<const OnnxGraph> onnx;  // kOnnx: what the tensors are for
};

// A reader's permissions besides reading the bytes it is given.
struct ReadOptions {
  // ONNX: the folder of the files that hold a model's weights.
  std::string external_data_dir;
  // Where that is empty, the folder of the model itself, in which plain names
  // alone are followed. Empty as well: no file is opened.
  std::string model_folder;
};

const char* CheckpointFormatName(CheckpointFormat format);  // "torch", ...

// "[64, 3, 7, 7]"
std::string ShapeText(std::span<const size_t> shape);

// Collects a reader's tensors and holds them to limits.h: names unique and not
// too long, dimensions and sizes bounded, and no more values in all than the
// file has bytes. Ask before memory is set aside for a tensor.
class CheckpointBudget {
 public:
  explicit CheckpointBudget(size_t file_bytes);

  // Whether one more tensor fits; returns its number of elements.
  StatusOr<size_t> Admit(const std::string& name,
                         std::span<const size_t> shape);

  // The file goes on in another one of that size.
  void Extend(size_t bytes) { elements_left_ += bytes; }

 private:
  size_t elements_left_;
  std::set<std::string> seen_;
};

// A tensor whose `count` elements stand one after another at `source`. f32 at
// an address that suits it stays where it is, kept alive by `owner`; anything
// else is converted into memory of its own.
CheckpointTensor TensorFromBytes(std::string name, std::vector<size_t> shape,
                                 ElementType type, const std::byte* source,
                                 const std::shared_ptr<const void>& owner);

// A tensor with memory of its own.
CheckpointTensor TensorFromValues(std::string name, std::vector<size_t> shape,
                                  ElementType stored_as,
                                  std::vector<float> values);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CHECKPOINT_H_
