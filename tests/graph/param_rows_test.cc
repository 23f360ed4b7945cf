#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "engine/graph/graph.h"

namespace camglass {
namespace {

// What the last hint was about.
std::pair<const void*, size_t> released;
void Note(const void* data, size_t bytes) { released = {data, bytes}; }

class ParamRowsTest : public ::testing::Test {
 protected:
  ParamRowsTest() {
    param_.shape = {3, 2, 1, 1};
    param_.data = values_.data();
  }
  std::vector<float> values_ = {1, 2, 3, 4, 5, 6};
  Param param_;
};

TEST_F(ParamRowsTest, RowsWithoutFactorsStayWhereTheyAre) {
  std::vector<float> buffer;
  EXPECT_EQ(param_.Rows(1, 3, &buffer), values_.data() + 2);
  EXPECT_TRUE(buffer.empty());
}

TEST_F(ParamRowsTest, FactorsAreThoseOfTheRowsAskedFor) {
  param_.row_factors = std::make_shared<const std::vector<double>>(
      std::vector<double>{10, 0.5, -1});
  std::vector<float> buffer(100, 7.0f);
  const float* rows = param_.Rows(1, 3, &buffer);
  EXPECT_EQ(std::vector<float>(rows, rows + 4),
            (std::vector<float>{1.5f, 2, -5, -6}));
  EXPECT_EQ(values_, (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST_F(ParamRowsTest, ProductsAreRoundedOnce) {
  values_[0] = 0.1f;
  const double factor = 1.0 / 3 + 1e-12;  // no float
  param_.row_factors = std::make_shared<const std::vector<double>>(3, factor);
  std::vector<float> buffer;
  EXPECT_EQ(*param_.Rows(0, 1, &buffer),
            static_cast<float>(double{0.1f} * factor));
}

TEST_F(ParamRowsTest, ReleaseNamesTheBytesOfTheRows) {
  param_.ReleaseRows(0, 3);  // nobody to tell
  param_.release = &Note;
  param_.ReleaseRows(1, 3);
  EXPECT_EQ(released.first, values_.data() + 2);
  EXPECT_EQ(released.second, 4 * sizeof(float));
}

}  // namespace
}  // namespace camglass
