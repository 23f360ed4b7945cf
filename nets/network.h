// A network's record: all that this program knows of it. Its layers come from
// `build`; the rest is what tools ask who must not know it by name: which
// weights of it exist, what other frameworks call its layers, how a checkpoint
// is recognised and how a picture becomes its input.
//
// <network>.cc defines the record beside the layers; registry.cc lists them.
#ifndef CAMGLASS_NETS_NETWORK_H_
#define CAMGLASS_NETS_NETWORK_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nets/net.h"

namespace camglass {

// What may differ between the weights of one network: fields of NetConfig, and
// of what follows the preprocessing. A model file records those that its
// network has.
enum class NetOption {
  kBatchNorm,       // batch_norm and bn_eps
  kPadding,         // same_padding
  kRelu6,           // relu6
  kLrn,             // lrn
  kReal5x5,         // real_5x5
  kPool4,           // pool4_k
  kTransformInput,  // torchvision's second normalisation
  kHeadPad,         // head_pad
  kHeadRelu,        // head_relu
};

// Weights that people have of a network.
struct Variant {
  NetConfig config;    // but for arch and classes
  std::string recipe;  // FindPreprocessRecipe's name of their preprocessing
  bool transform_input = false;  // whether the recipe's belongs to it
};

// A layer's name elsewhere -> torchvision's module ("features.0"). Several
// names may stand for one module.
using LayerNames = std::map<std::string, std::string>;

// The tensors of one framework's checkpoints.
struct SourceNames {
  LayerNames (*layers)() = nullptr;  // null: does not come from there
  // Layers that inference has no use for, by what their names start with.
  std::vector<std::string_view> training_only;

  bool IsForTrainingOnly(std::string_view name) const;
};

// Names by another library of PyTorch models.
struct LibraryNames {
  const char* library;     // "timm's"
  const char* variant;     // of weights under those names; empty: the usual one
  const char* first;       // a layer that every such network has
  LayerNames (*layers)();  // without the head, too, the network is recognised
};

// How the network shows in a checkpoint, in words for people.
struct NetworkEvidence {
  const char* key;        // the tensor whose shape tells most
  const char* meaning;    // what it tells
  const char* shapeless;  // what decides about values and no tensor shows
  // The tensor whose first axis gives the width of relatives, and the family's
  // name ("MobileNet-v2"); null if it comes in one width only.
  const char* width_key = nullptr;
  const char* family = nullptr;
};

struct Network {
  std::string name;  // NetConfig::arch
  // Expects a config that BuildNet has validated.
  Net (*build)(const NetConfig&);
  std::vector<Variant> variants;  // the first is torchvision's
  std::vector<NetOption> options;
  SourceNames torch;  // layers: null, as the network's own names are these
  SourceNames caffe;
  SourceNames keras;
  std::vector<LibraryNames> libraries;
  NetworkEvidence evidence;

  bool Has(NetOption option) const;
  // Null where there is none of that name.
  const Variant* FindVariant(std::string_view variant) const;
};

// All of them, in the order in which a checkpoint is held against them.
const std::vector<Network>& Networks();

// A network that can't be run but can be called by its name: a part of a
// tensor's name that only it has.
struct ForeignNetwork {
  std::string_view mark;
  const char* name;
};

// In the order in which names are held against them.
const std::vector<ForeignNetwork>& ForeignNetworks();

// Null where there is none of that name.
const Network* FindNetwork(std::string_view name);

// The record of a config that DefaultConfig made.
const Network& NetworkOf(const NetConfig& config);

}  // namespace camglass

#endif  // CAMGLASS_NETS_NETWORK_H_
