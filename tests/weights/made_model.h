// Models with made-up weights, for tests of files and conversion.
#ifndef CAMGLASS_TESTS_WEIGHTS_MADE_MODEL_H_
#define CAMGLASS_TESTS_WEIGHTS_MADE_MODEL_H_

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "nets/net.h"
#include "weights/checkpoint.h"
#include "weights/model_file.h"

namespace camglass {

// The tensors that a network of so many classes needs, under torchvision's
// names. Weights lie around 0 and get smaller the more are summed, so that
// activations stay in range; vectors (variances among them) are positive.
inline Checkpoint MadeCheckpoint(const std::string& arch,
                                 const std::string& variant, size_t classes) {
  NetConfig config = *DefaultConfig(arch, variant);
  config.classes = classes;
  const StatusOr<Net> net = BuildNet(config);
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kTorchZip;
  uint32_t state = 1;
  for (const Param& param : net->graph.params) {
    std::vector<float> values(param.size());
    const bool is_vector = param.shape.size() == 1;
    const auto summed = static_cast<float>(param.size() / param.shape[0]);
    const float scale = is_vector ? 1 : 4 / std::sqrt(summed);
    for (float& value : values) {
      state = state * 1664525u + 1013904223u;
      const float random = static_cast<float>(state >> 8) * 0x1p-24f;
      value = (random + (is_vector ? 0.25f : -0.5f)) * scale;
    }
    checkpoint.tensors.push_back(TensorFromValues(
        param.name, param.shape, ElementType::kF32, std::move(values)));
  }
  return checkpoint;
}

// A network in one variant.
struct MadeNet {
  std::string arch;
  std::string variant;

  std::string Name() const { return arch + " (" + variant + ")"; }
};

// One of each set of variants whose tensors are alike: what a checkpoint under
// torchvision's names is told to be.
inline std::vector<MadeNet> NetsToldApart() {
  std::vector<MadeNet> nets;
  std::set<std::string> seen;
  for (const std::string& arch : Architectures())
    for (const std::string& variant : VariantsOf(arch)) {
      const StatusOr<Net> net = BuildNet(*DefaultConfig(arch, variant));
      std::string tensors = arch;
      for (const Param& param : net->graph.params)
        tensors += " " + param.name + ShapeText(param.shape);
      if (seen.insert(tensors).second) nets.push_back({arch, variant});
    }
  return nets;
}

inline Model MadeModel(const std::string& arch, const std::string& variant,
                       size_t classes) {
  Model model;
  model.info.config = *DefaultConfig(arch, variant);
  model.info.config.classes = classes;
  for (size_t i = 0; i < classes; ++i)
    model.info.classes.push_back("class " + std::to_string(i));
  model.info.preprocess = FindPreprocessRecipe("caffe")->preprocess;
  model.tensors = MadeCheckpoint(arch, variant, classes).tensors;
  return model;
}

inline std::vector<std::byte> Encoded(const Model& model,
                                      ModelStorage storage) {
  std::vector<std::byte> bytes;
  const Status status =
      EncodeModel(model, storage, [&](std::span<const std::byte> piece) {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return Status();
      });
  CAMGLASS_CHECK(status.ok());
  return bytes;
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_MADE_MODEL_H_
