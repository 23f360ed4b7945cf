// The networks: which layers, in which variants, and what a class activation
// map needs to know of them. BuildNet picks by name; what else is known of a
// network is its record (network.h).
#ifndef CAMGLASS_NETS_NET_H_
#define CAMGLASS_NETS_NET_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/graph/graph.h"

namespace camglass {

// Far above any published label set; keeps a hostile model file's head from
// asking for more memory than it brings weights.
inline constexpr size_t kMaxClasses = 65536;

// What distinguishes the weights that people have of one architecture.
// DefaultConfig fills it for an (arch, variant); a model file may override.
struct NetConfig {
  std::string arch;     // one of Architectures()
  std::string variant;  // one of VariantsOf(arch)
  size_t classes = 1000;

  bool batch_norm = false;    // conv without bias, then batch norm
  double bn_eps = 1e-5;       // where batch_norm
  bool same_padding = false;  // Keras's "same" at stride 2
  bool relu6 = false;         // ReLU6 where the network may have either
  bool lrn = false;           // googlenet: Caffe's two LRN layers
  bool real_5x5 = false;      // googlenet: 5x5 branch; torchvision has 3x3
  size_t pool4_k = 3;         // googlenet: 2 in torchvision
  size_t head_pad = 0;        // squeezenet1_0: padding of conv10, Caffe 1
  bool head_relu = true;      // squeezenet: ReLU after conv10

  bool operator==(const NetConfig&) const = default;
};

// "googlenet (caffe)": the network as messages name it.
inline std::string NameOf(const NetConfig& config) {
  return config.arch + " (" + config.variant + ")";
}

// How the classes map to the features.
enum class ClassMapKind {
  kDense,   // CAM_c = sum_k weight[c][k] * features[.., k]; logit = mean + bias
  kDirect,  // features has one channel a class: CAM_c = features[.., c]
};

struct Net {
  NetConfig config;
  Graph graph;           // unbound; features, logits and scores are kept
  ValueId features = 0;  // the last ReLU's activations [h, w, C]
  ValueId logits = 0;    // [1, 1, classes]
  ValueId scores = 0;    // softmax of the logits
  ClassMapKind class_map = ClassMapKind::kDense;
  // The head: kDense's weight [classes][C] and bias; kDirect's class conv.
  std::string head_weight;
  std::string head_bias;
  size_t input_size = 224;   // the side that the weights were made for
  size_t min_input = 1;      // smallest square input
  std::string matlab_layer;  // MATLAB's name of the feature layer
};

// All architectures, and the variants of one (empty for an unknown one).
const std::vector<std::string>& Architectures();
std::vector<std::string> VariantsOf(const std::string& arch);

// The variants that some architecture has.
std::vector<std::string> AllVariants();

// The names, for messages: "torchvision, caffe".
std::string ArchitectureNames();
std::string VariantNames();

// Fails, naming what exists, where there is no such architecture or variant.
StatusOr<NetConfig> DefaultConfig(const std::string& arch,
                                  const std::string& variant);

// Fails where the architecture, the variant or an option is out of range.
StatusOr<Net> BuildNet(const NetConfig& config);

}  // namespace camglass

#endif  // CAMGLASS_NETS_NET_H_
