#include "engine/base/counted.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

TEST(Counted, OneIsSingular) {
  EXPECT_EQ(Counted(0, "frame"), "0 frames");
  EXPECT_EQ(Counted(1, "frame"), "1 frame");
  EXPECT_EQ(Counted(2, "frame"), "2 frames");
  EXPECT_EQ(Counted(1, "class", "classes"), "1 class");
  EXPECT_EQ(Counted(21, "class", "classes"), "21 classes");
  EXPECT_EQ(Counted(1, "name is", "names are"), "1 name is");
  EXPECT_EQ(Counted(0, "name is", "names are"), "0 names are");
}

}  // namespace
}  // namespace camglass
