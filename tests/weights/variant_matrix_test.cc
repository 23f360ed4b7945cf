// Weights of every network in every form against every --arch and --variant:
// taken as what they are, taken as asked for and said, or refused with what was
// found and what was expected. Nothing is taken silently for something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <ostream>

#include "nets/network.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"
#include "weights/convert/convert.h"
#include "weights/convert/fingerprint.h"

namespace camglass {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// Weights that are one network in one variant.
struct Weights {
  std::string arch;
  std::string variant;
  CheckpointFormat format = CheckpointFormat::kTorchZip;

  std::string Name() const { return arch + " (" + variant + ")"; }
};

void PrintTo(const Weights& weights, std::ostream* out) {
  *out << weights.Name();
}

// Identification looks at names and shapes only, so all share these.
const std::vector<float>& Values() {
  static const std::vector<float> values(size_t{4} << 20);
  return values;
}

std::map<std::string, std::string> LayersOf(const Weights& weights) {
  std::map<std::string, std::string> layers;  // by torchvision's module
  const Network& network = *FindNetwork(weights.arch);
  const SourceNames& source = weights.format == CheckpointFormat::kCaffe
                                  ? network.caffe
                                  : network.keras;
  if (source.layers == nullptr) return layers;
  for (const auto& [layer, module] : source.layers())
    layers.emplace(module, layer);
  return layers;
}

CheckpointTensor InCaffe(const std::string& layer, const std::string& part,
                         std::vector<size_t> shape) {
  return {layer + (part == "weight" ? ":0" : ":1"), std::move(shape),
          ElementType::kF32, Values().data(), nullptr};
}

CheckpointTensor InKeras(const std::string& layer, const std::string& part,
                         const std::vector<size_t>& s) {
  const bool depthwise = s.size() == 4 && s[1] == 1 && s[2] == 3;
  std::vector<size_t> shape = s;
  std::string name = part;
  if (s.size() >= 2) name = depthwise ? "depthwise_kernel" : "kernel";
  if (s.size() == 4) shape = {s[2], s[3], s[1], s[0]};
  if (depthwise) shape = {s[2], s[3], s[0], s[1]};
  if (s.size() == 2) shape = {s[1], s[0]};
  const bool norm = layer.find("_BN") != std::string::npos ||
                    layer.find("bn") != std::string::npos;
  const std::map<std::string, std::string> norm_names = {
      {"weight", "gamma"},
      {"bias", "beta"},
      {"running_mean", "moving_mean"},
      {"running_var", "moving_variance"}};
  if (norm) name = norm_names.at(part);
  return {layer + "/" + layer + "/" + name + ":0", std::move(shape),
          ElementType::kF32, Values().data(), nullptr};
}

Checkpoint MakeCheckpoint(const Weights& weights) {
  NetConfig config = *DefaultConfig(weights.arch, weights.variant);
  config.classes = 5;
  const auto layers = LayersOf(weights);
  Checkpoint checkpoint;
  checkpoint.format = weights.format;
  const StatusOr<Net> net = BuildNet(config);
  for (const Param& param : net->graph.params) {
    EXPECT_LE(param.size(), Values().size());
    const size_t dot = param.name.rfind('.');
    const std::string module = param.name.substr(0, dot);
    const std::string part = param.name.substr(dot + 1);
    if (weights.format == CheckpointFormat::kCaffe)
      checkpoint.tensors.push_back(
          InCaffe(layers.at(module), part, param.shape));
    else if (weights.format == CheckpointFormat::kKerasHdf5)
      checkpoint.tensors.push_back(
          InKeras(layers.at(module), part, param.shape));
    else
      checkpoint.tensors.push_back({param.name, param.shape, ElementType::kF32,
                                    Values().data(), nullptr});
  }
  return checkpoint;
}

// What a choice may come to, by what came of it.
struct Outcome {
  Status status;
  std::string arch;
  std::string variant;
  std::vector<std::string> assumptions;
};

struct Tally {
  size_t taken = 0;
  size_t said = 0;
  size_t refused = 0;
};

void Judge(const Weights& weights, const FingerprintChoice& choice,
           const Outcome& outcome, Tally* tally) {
  SCOPED_TRACE(weights.Name() + " with --arch '" + choice.arch +
               "' --variant '" + choice.variant + "'");
  if (!outcome.status.ok()) {
    ++tally->refused;
    const std::string& message = outcome.status.message();
    const bool no_such = message.find(choice.arch + " has no variant '" +
                                      choice.variant) != std::string::npos;
    if (no_such) {
      EXPECT_EQ(outcome.status.code(), StatusCode::kUsage);
      return;
    }
    EXPECT_THAT(message, HasSubstr(weights.arch)) << "what was found";
    const bool other_arch = !choice.arch.empty() && choice.arch != weights.arch;
    EXPECT_THAT(message, HasSubstr("not of " + choice.arch)) << "expected";
    EXPECT_TRUE(other_arch || !choice.variant.empty()) << message;
    return;
  }
  EXPECT_EQ(outcome.arch, weights.arch);
  EXPECT_TRUE(choice.arch.empty() || choice.arch == weights.arch);
  const std::string expected =
      choice.variant.empty() ? weights.variant : choice.variant;
  EXPECT_EQ(outcome.variant, expected);
  if (expected == weights.variant) {
    ++tally->taken;
    return;
  }
  ++tally->said;
  EXPECT_THAT(outcome.assumptions,
              Contains(HasSubstr("look like " + weights.Name() +
                                 "; they are taken as " + weights.arch + " (" +
                                 choice.variant + ")")));
}

std::vector<FingerprintChoice> AllChoices() {
  std::vector<std::string> archs = Architectures();
  archs.emplace_back("");
  std::vector<FingerprintChoice> choices;
  for (const std::string& arch : archs)
    for (const std::string& variant : AllVariants())
      choices.push_back({arch, variant});
  for (const std::string& arch : archs) choices.push_back({arch, ""});
  return choices;
}

class VariantMatrixTest : public ::testing::TestWithParam<Weights> {};

TEST_P(VariantMatrixTest, NothingIsTakenSilently) {
  const Checkpoint checkpoint = MakeCheckpoint(GetParam());
  Tally tally;
  for (const FingerprintChoice& choice : AllChoices()) {
    const auto found = Identify(checkpoint, choice);
    Outcome outcome{found.status(), "", "", {}};
    if (found.ok())
      outcome = {Status(), found->match.config.arch,
                 found->match.config.variant, found->assumptions};
    Judge(GetParam(), choice, outcome, &tally);
  }
  EXPECT_EQ(tally.taken, 4u) << "with and without its own names";
  EXPECT_GE(tally.refused, 20u) << "every other architecture";
}

// Every network in every form that weights of it come in.
std::vector<Weights> EveryForm() {
  std::vector<Weights> forms;
  for (const MadeNet& net : NetsToldApart())
    forms.push_back({net.arch, net.variant, CheckpointFormat::kTorchZip});
  for (const Network& network : Networks()) {
    const char* const of_keras =
        network.FindVariant("caffe") != nullptr ? "caffe" : "keras";
    if (network.caffe.layers != nullptr)
      forms.push_back({network.name, "caffe", CheckpointFormat::kCaffe});
    if (network.keras.layers != nullptr)
      forms.push_back({network.name, of_keras, CheckpointFormat::kKerasHdf5});
  }
  return forms;
}

constexpr auto kTorch = CheckpointFormat::kTorchZip;
constexpr auto kCaffe = CheckpointFormat::kCaffe;
constexpr auto kKeras = CheckpointFormat::kKerasHdf5;
INSTANTIATE_TEST_SUITE_P(Generated, VariantMatrixTest,
                         ::testing::ValuesIn(EveryForm()),
                         [](const ::testing::TestParamInfo<Weights>& weights) {
                           std::string form =
                               CheckpointFormatName(weights.param.format);
                           return weights.param.arch + "_" +
                                  weights.param.variant + "_in_" +
                                  form.substr(0, form.find('-'));
                         });

// Our own model files of each variant, which say what they are.
TEST(OwnModelsMatrixTest, OwnModelFilesAreNotTakenSilently) {
  for (const std::string& arch : Architectures())
    for (const std::string& variant : VariantsOf(arch)) {
      Weights weights{arch, variant, CheckpointFormat::kSafetensors};
      const Checkpoint checkpoint = MakeCheckpoint(weights);
      Tally tally;
      for (const std::string& other : VariantsOf(arch)) {
        const FingerprintChoice choice{arch, other, variant};
        const auto found = Identify(checkpoint, choice);
        Outcome outcome{found.status(), "", "", {}};
        if (found.ok())
          outcome = {Status(), found->match.config.arch,
                     found->match.config.variant, found->assumptions};
        Judge(weights, choice, outcome, &tally);
      }
      EXPECT_EQ(tally.taken, 1u) << weights.Name();
    }
}

TEST(RealFilesMatrixTest, RealFilesAreNotTakenSilently) {
  const auto shared = SharedFolder();
  if (!shared) GTEST_SKIP() << "the shared test data is not here";
  const std::map<std::string, Weights> files = {
      {"squeezenet_v1.1.caffemodel", {"squeezenet1_1", "caffe", kCaffe}},
      {"squeezenet_v1.1_keras.h5", {"squeezenet1_1", "caffe", kKeras}},
      {"bvlc_googlenet.caffemodel", {"googlenet", "caffe", kCaffe}},
      {"resnet18.pth", {"resnet18", "torchvision", kTorch}},
      {"mobilenet_v2.pth", {"mobilenet_v2", "torchvision", kTorch}},
      {"mobilenet_v2_keras.h5", {"mobilenet_v2", "keras", kKeras}}};
  for (const auto& [name, weights] : files) {
    Tally tally;
    for (const FingerprintChoice& choice : AllChoices()) {
      if (!choice.arch.empty() && !choice.variant.empty()) continue;
      ConvertOptions options;
      options.arch = choice.arch;
      options.variant = choice.variant;
      if (choice.variant == "matlab") options.preprocess = "torchvision";
      const auto converted = ConvertFile(*shared + "/weights/" + name, options);
      Outcome outcome{converted.status(), "", "", {}};
      if (converted.ok()) {
        const NetConfig& config = converted->model.info.config;
        outcome = {Status(), config.arch, config.variant,
                   converted->report.assumptions};
      }
      Judge(weights, choice, outcome, &tally);
    }
    EXPECT_EQ(tally.taken, 3u) << name;
    EXPECT_GE(tally.refused, 4u) << name;
  }
}

}  // namespace
}  // namespace camglass
