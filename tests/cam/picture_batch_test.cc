#include "camapp/cam/picture_batch.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

TEST(PictureBatch, ExitStatusOfErrors) {
  EXPECT_EQ(ExitStatusOf(Status()), 0);
  EXPECT_EQ(ExitStatusOf(InvalidInput("x")), 1);
  EXPECT_EQ(ExitStatusOf(UsageError("x")), 2);
}

}  // namespace
}  // namespace camglass
