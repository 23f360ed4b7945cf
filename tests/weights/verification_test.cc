#include "tools/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

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

}  // namespace
}  // namespace camglass
