#include "camapp/cam/network_input.h"

#include <gtest/gtest.h>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

TEST(NetworkInput, OneMultiplicationAndAddition) {
  const InputTransform transform = {false, {2, 0.5f, 1}, {-10, 3, 0}};
  Tensor input(1, 1, 3);
  NetworkInput(transform).Fill(FlatPicture(1, 1, 10, 20, 30), input.View());
  EXPECT_EQ(input.data, (std::vector<float>{10, 13, 30}));
}

TEST(NetworkInput, BgrTakesBlueFirst) {
  const InputTransform transform = {true, {1, 1, 1}, {-104, -117, -123}};
  Tensor input(1, 1, 3);
  NetworkInput(transform).Fill(FlatPicture(1, 1, 10, 20, 30), input.View());
  EXPECT_EQ(input.data, (std::vector<float>{30 - 104, 20 - 117, 10 - 123}));
}

TEST(NetworkInput, RespectsRowStride) {
  const Picture picture = RandomPicture(3, 2, 6);
  std::vector<float> memory(3 * 10, -1);
  const TensorView view = {memory.data(), 3, 2, 3, 10, 3};
  NetworkInput({}).Fill(picture, view);
  for (size_t y = 0; y < 3; ++y)
    for (size_t i = 0; i < 6; ++i)
      EXPECT_EQ(memory[y * 10 + i], picture.Row(y)[i]);
  EXPECT_EQ(memory[6], -1);
}

}  // namespace
}  // namespace camglass
