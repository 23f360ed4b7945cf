#include "tools/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <ostream>

#include "engine/reference/executor.h"
#include "tests/weights/made_model.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

constexpr size_t kSide = 33;
constexpr const char* kLayer = "features.3.squeeze";

NpyArray FloatArray(std::vector<size_t> shape,
                    const std::vector<float>& values) {
  NpyArray array{ElementType::kF32, std::move(shape), {}};
  array.data.resize(values.size() * sizeof(float));
  std::memcpy(array.data.data(), values.data(), array.data.size());
  return array;
}

void Disturb(NpyArray* array, size_t index, float by) {
  float value = 0;
  std::byte* at = array->data.data() + index * sizeof(float);
  std::memcpy(&value, at, sizeof value);
  value += by;
  std::memcpy(at, &value, sizeof value);
}

// A network with made-up weights and what the scalar reference executor, which
// shares no code with the planned one, computes for one picture.
class VerificationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Model made = MadeModel("squeezenet1_1", "caffe", 4);
    auto bound = BindModel(made);
    ASSERT_TRUE(bound.ok()) << bound.status().message();
    model_ = *std::move(bound);
    NpyArray picture{ElementType::kU8, {kSide, kSide, 3}, {}};
    Tensor input(kSide, kSide, 3);
    for (size_t i = 0; i < kSide * kSide * 3; ++i) {
      const auto byte = static_cast<uint8_t>(i * 7 % 251);
      picture.data.push_back(std::byte{byte});
      // Blue first, less 104, 117, 123: Caffe's preprocessing.
      constexpr float kMean[] = {104, 117, 123};
      input.At(i / 3 / kSide, i / 3 % kSide, 2 - i % 3) =
          static_cast<float>(byte) - kMean[2 - i % 3];
    }
    const auto values = RunReference(model_.net.graph, input);
    ASSERT_TRUE(values.ok());
    expected_["resized"] = picture;
    AddExpected(*values);
    for (size_t c = 0; c < 3; ++c)
      for (size_t i = 0; i < kSide * kSide; ++i)
        planes_.push_back(input.data[i * 3 + c]);
  }

  void AddExpected(const std::vector<Tensor>& values) {
    const Tensor& logits = values[model_.net.logits];
    const Tensor& features = values[model_.net.features];
    const Tensor& layer = values[model_.net.graph.FindValue(kLayer)];
    expected_["logits"] = FloatArray({4}, logits.data);
    expected_["features"] =
        FloatArray({features.h, features.w, 4}, features.data);
    expected_[kLayer] = FloatArray({layer.h, layer.w, layer.c}, layer.data);
    size_t top = 0;
    for (size_t c = 1; c < 4; ++c)
      if (logits.data[c] > logits.data[top]) top = c;
    std::vector<float> map;
    for (size_t i = top; i < features.data.size(); i += 4)
      map.push_back(features.data[i]);
    expected_["cam"] = FloatArray({features.h, features.w}, map);
  }

  std::vector<ValueComparison> Compare() {
    auto results = Verify(model_, expected_);
    EXPECT_TRUE(results.ok()) << results.status().message();
    return results.ok() ? *results : std::vector<ValueComparison>();
  }

  LoadedModel model_;
  NpzArchive expected_;
  std::vector<float> planes_;  // the input, [3][h][w]
};

TEST_F(VerificationTest, AgreesWithTheReference) {
  const auto results = Compare();
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results.front().name, kLayer) << "the network's order";
  for (const ValueComparison& result : results)
    EXPECT_TRUE(result.agrees) << result.name << result.RelativeError();
}

TEST_F(VerificationTest, TakesAnInputInPlaceOfAPicture) {
  expected_.erase("resized");
  expected_["input"] = FloatArray({3, kSide, kSide}, planes_);
  for (const ValueComparison& result : Compare())
    EXPECT_TRUE(result.agrees) << result.name;
}

TEST_F(VerificationTest, TakesOneClassMapAsFeatures) {
  NpyArray map = expected_["cam"];
  map.shape.push_back(1);
  expected_["features"] = map;
  for (const ValueComparison& result : Compare())
    EXPECT_TRUE(result.agrees) << result.name;
}

TEST_F(VerificationTest, FindsOneWrongValue) {
  const auto before = Compare();
  const double largest = before[0].largest_expected;
  Disturb(&expected_[kLayer], 17, static_cast<float>(2e-4 * largest));
  const auto results = Compare();
  EXPECT_FALSE(results[0].agrees);
  EXPECT_EQ(results[0].worst_at, 17u);
  EXPECT_NEAR(results[0].RelativeError(), 2e-4, 2e-5);
  EXPECT_TRUE(results[1].agrees) << "others are judged for themselves";
}

TEST_F(VerificationTest, FindsTheFirstWrongValue) {
  const auto before = Compare();
  const auto far = static_cast<float>(before[0].largest_expected);
  Disturb(&expected_[kLayer], 40, far);
  Disturb(&expected_[kLayer], 17, far / 2);
  const auto results = Compare();
  EXPECT_EQ(results[0].worst_at, 40u);
  EXPECT_EQ(results[0].first_at, 17u);
  EXPECT_NEAR(results[0].first_expected - results[0].first_computed, far / 2,
              1e-3 * far);
  EXPECT_EQ(PlaceText(17, {2, 3, 4}), "[1, 1, 1]");
}

TEST_F(VerificationTest, NotANumberDiffers) {
  Disturb(&expected_["logits"], 2, std::numeric_limits<float>::quiet_NaN());
  for (const ValueComparison& result : Compare())
    EXPECT_EQ(result.agrees, result.name != "logits");
}

TEST_F(VerificationTest, SaysWhatCannotBeCompared) {
  const auto error = [this] {
    return Verify(model_, expected_).status().message();
  };
  const NpzArchive whole = expected_;
  expected_["nonsense"] = expected_["cam"];
  EXPECT_THAT(error(), HasSubstr("'nonsense' is neither"));
  expected_ = whole;
  expected_["cam"].shape = {expected_["cam"].data.size() / 4, 1};
  EXPECT_THAT(error(), HasSubstr("'cam' has the shape"));
  expected_ = whole;
  expected_.erase("resized");
  EXPECT_THAT(error(), HasSubstr("neither 'resized' nor 'input'"));
  expected_["input"] = FloatArray({kSide, kSide, 3}, planes_);
  EXPECT_THAT(error(), HasSubstr("not float32 [3, h, w]"));
  expected_ = {{"resized", whole.at("resized")}};
  EXPECT_THAT(error(), HasSubstr("no array to compare"));
}

// What the scalar reference executor computes for every layer of a network.
NpzArchive EveryLayer(const LoadedModel& model, const Tensor& input) {
  const auto values = RunReference(model.net.graph, input);
  EXPECT_TRUE(values.ok()) << values.status().message();
  NpzArchive expected;
  std::vector<float> planes;
  for (size_t c = 0; c < 3; ++c)
    for (size_t i = c; i < input.data.size(); i += 3)
      planes.push_back(input.data[i]);
  expected["input"] = FloatArray({3, input.h, input.w}, planes);
  for (const Op& op : model.net.graph.ops) {
    const Tensor& value = (*values)[op.output];
    expected[model.net.graph.values[op.output].name] =
        FloatArray({value.h, value.w, value.c}, value.data);
  }
  return expected;
}

Tensor MadeInput(size_t side) {
  Tensor input(side, side, 3);
  for (size_t i = 0; i < input.data.size(); ++i)
    input.data[i] = static_cast<float>(i * 7 % 251) / 128 - 1;
  return input;
}

CheckpointTensor* FindTensor(Model* model, const std::string& name) {
  for (CheckpointTensor& tensor : model->tensors)
    if (tensor.name == name) return &tensor;
  return nullptr;
}

void ChangeWeight(Model* model, const std::string& name, float value) {
  CheckpointTensor* tensor = FindTensor(model, name);
  ASSERT_NE(tensor, nullptr) << name;
  std::vector<float> values(tensor->data, tensor->data + tensor->size());
  values[values.size() / 2] = value;
  *tensor = TensorFromValues(name, tensor->shape, ElementType::kF32, values);
}

// A weight of one layer, and the value that shows it first.
struct Planted {
  const char* arch;
  const char* weight;
  const char* layer;
};

void PrintTo(const Planted& planted, std::ostream* out) {
  *out << planted.arch << " " << planted.weight;
}
constexpr Planted kPlanted[] = {
    {"squeezenet1_1", "features.0.weight", "features.0"},
    {"squeezenet1_1", "features.7.expand3x3.bias", "features.7.expand3x3"},
    {"squeezenet1_1", "classifier.1.weight", "classifier.1"},
    {"googlenet", "inception4c.branch3.1.conv.weight",
     "inception4c.branch3.1.conv"},
    {"resnet18", "bn1.running_mean", "bn1"},
    {"resnet18", "layer3.0.downsample.0.weight", "layer3.0.downsample.0"},
    {"resnet18", "fc.bias", "fc"},
    {"mobilenet_v2", "features.5.conv.1.0.weight", "features.5.conv.1.0"},
    {"mobilenet_v2", "features.18.1.weight", "features.18.1"},
};

class PlantedErrorTest : public ::testing::TestWithParam<Planted> {
 protected:
  static constexpr size_t kInput = 48;
  void SetUp() override {
    made_ = MadeModel(GetParam().arch, "torchvision", 3);
    const auto intact = BindModel(made_);
    ASSERT_TRUE(intact.ok()) << intact.status().message();
    expected_ = EveryLayer(*intact, MadeInput(kInput));
  }
  Model made_;
  NpzArchive expected_;
};

TEST_P(PlantedErrorTest, TheLayerIsFound) {
  ChangeWeight(&made_, GetParam().weight, 3);
  const auto results = Verify(*BindModel(made_), expected_);
  ASSERT_TRUE(results.ok()) << results.status().message();
  EXPECT_GT(results->size(), 30u);
  const auto first =
      std::find_if(results->begin(), results->end(),
                   [](const ValueComparison& r) { return !r.agrees; });
  ASSERT_NE(first, results->end());
  EXPECT_EQ(first->name, GetParam().layer);
}

TEST_P(PlantedErrorTest, NotANumberIsTracedToItsLayer) {
  ChangeWeight(&made_, GetParam().weight,
               std::numeric_limits<float>::quiet_NaN());
  const auto layer = FindNonFinite(*BindModel(made_), expected_);
  ASSERT_TRUE(layer.ok()) << layer.status().message();
  ASSERT_TRUE(layer->has_value());
  EXPECT_EQ((*layer)->name, GetParam().layer);
  EXPECT_EQ((*layer)->tensor, GetParam().weight);
  EXPECT_GT((*layer)->count, 0u);
}

INSTANTIATE_TEST_SUITE_P(Weights, PlantedErrorTest,
                         ::testing::ValuesIn(kPlanted),
                         [](const ::testing::TestParamInfo<Planted>& planted) {
                           std::string name = planted.param.weight;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return std::string(planted.param.arch) + "_" + name;
                         });

TEST(FindNonFiniteTest, IntactModelsHaveNone) {
  const auto model = BindModel(MadeModel("squeezenet1_1", "caffe", 3));
  const auto layer = FindNonFinite(*model, EveryLayer(*model, MadeInput(48)));
  ASSERT_TRUE(layer.ok()) << layer.status().message();
  EXPECT_FALSE(layer->has_value());
}

}  // namespace
}  // namespace camglass
