#include "tools/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"

namespace camglass {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CheckpointTensor Tensor(const std::string& name, std::vector<float> values) {
  const size_t size = values.size();
  return TensorFromValues(name, {size}, ElementType::kF32, std::move(values));
}

TEST(DifferenceTest, EqualBitsAreIdentical) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<CheckpointTensor> a = {Tensor("x", {1, nan})};
  EXPECT_TRUE(CompareTensors(a, {Tensor("x", {1, nan})}).Identical());
  EXPECT_TRUE(CompareTensors({}, {}).Identical());
}

TEST(DifferenceTest, FindsTheLargest) {
  const auto difference =
      CompareTensors({Tensor("x", {1, 2, -8})}, {Tensor("x", {1, 2.5, -10})});
  ASSERT_EQ(difference.both.size(), 1u);
  const TensorDifference& x = difference.both[0];
  EXPECT_FALSE(difference.Identical());
  EXPECT_EQ(x.differing, 2u);
  EXPECT_EQ(x.largest, 2);
  EXPECT_EQ(x.largest_at, 2u);
  EXPECT_EQ(x.a, -8);
  EXPECT_EQ(x.b, -10);
  EXPECT_EQ(x.relative, 0.25);
}

// Zeros of other sign have other bits, but no distance.
TEST(DifferenceTest, TheSignOfZeroCounts) {
  const auto difference =
      CompareTensors({Tensor("x", {0})}, {Tensor("x", {-0.0f})});
  EXPECT_FALSE(difference.Identical());
  EXPECT_EQ(difference.both[0].largest, 0);
  EXPECT_EQ(difference.both[0].relative, 0);
}

TEST(DifferenceTest, NotANumberIsInfinitelyFar) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto difference =
      CompareTensors({Tensor("x", {3, nan, 5})}, {Tensor("x", {4, 1, 5})});
  EXPECT_EQ(difference.both[0].largest,
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(difference.both[0].largest_at, 1u);
}

TEST(DifferenceTest, NamesAndShapes) {
  const auto difference =
      CompareTensors({Tensor("x", {1}), Tensor("a", {1}), Tensor("y", {1, 2})},
                     {Tensor("y", {1}), Tensor("x", {1}), Tensor("b", {1})});
  EXPECT_THAT(difference.only_a, ElementsAre("a"));
  EXPECT_THAT(difference.only_b, ElementsAre("b"));
  ASSERT_EQ(difference.both.size(), 2u);
  EXPECT_TRUE(difference.both[0].same_bits);
  EXPECT_FALSE(difference.both[1].SameShape());
  EXPECT_FALSE(difference.Identical());
}

class FileDifferenceTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const Model& model,
                    ModelStorage storage = ModelStorage::kF32) {
    const std::string path = folder_.Path(name);
    EXPECT_TRUE(WriteModelFile(model, storage, path, true).ok());
    return path;
  }
  const TemporaryFolder folder_;
};

TEST_F(FileDifferenceTest, ModelsAreComparedAsSuch) {
  Model model = MadeModel("squeezenet1_1", "torchvision", 3);
  const std::string a = Write("a.safetensors", model);
  EXPECT_TRUE(CompareFiles(a, a, false)->Identical());
  model.info.source.file = "another";
  EXPECT_TRUE(CompareFiles(a, Write("b", model), false)->Identical());
  model.info.classes[1] = "cow";
  model.info.config.head_relu = false;
  const auto difference = CompareFiles(a, Write("b", model), false);
  ASSERT_TRUE(difference.ok()) << difference.status().message();
  EXPECT_TRUE(difference->as_models);
  EXPECT_FALSE(difference->Identical());
  EXPECT_THAT(
      difference->description,
      ElementsAre(HasSubstr("\"head_relu\":true"), "class 1: class 1, cow"));
  const auto raw = CompareFiles(a, Write("b", model), true);
  EXPECT_FALSE(raw->as_models);
  EXPECT_TRUE(raw->Identical()) << "tensors only";
}

TEST_F(FileDifferenceTest, StorageShowsInTheValues) {
  const Model model = MadeModel("squeezenet1_1", "torchvision", 3);
  const auto difference = CompareFiles(
      Write("a", model), Write("b", model, ModelStorage::kF16), false);
  ASSERT_TRUE(difference.ok());
  EXPECT_THAT(difference->description, IsEmpty());
  for (const TensorDifference& tensor : difference->both) {
    EXPECT_EQ(tensor.same_bits, tensor.shape_a.size() == 1) << tensor.name;
    // Half of a unit in f16's last place.
    EXPECT_LE(tensor.relative, 0x1p-11) << tensor.name;
  }
}

TEST_F(FileDifferenceTest, OtherFilesUnderTheirOwnNames) {
  const auto difference =
      CompareFiles(FixturePath("tiny.pth"), FixturePath("tiny.h5"), false);
  ASSERT_TRUE(difference.ok()) << difference.status().message();
  EXPECT_FALSE(difference->as_models);
  EXPECT_THAT(difference->only_a, Contains("conv.weight"));
  EXPECT_FALSE(difference->only_b.empty());
  EXPECT_THAT(CompareFiles(FixturePath("tiny.pth"), folder_.Path("none"), false)
                  .status()
                  .message(),
              HasSubstr("none: there is no such file"));
}

}  // namespace
}  // namespace camglass
