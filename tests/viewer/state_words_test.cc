#include "camapp/viewer/state_words.h"

#include <gtest/gtest.h>

#include <cmath>

namespace camglass {
namespace {

// Two classes of the README's picture of a cup.
TEST(ScoreWords, TellClassesApart) {
  EXPECT_EQ(ScoreWords(0.01255f, false), "0.013");
  EXPECT_EQ(ScoreWords(0.0054221f, false), "0.0054");
  EXPECT_EQ(ScoreWords(0.01255f, true), "0.01255");
  EXPECT_EQ(ScoreWords(0.0054221f, true), "0.0054221");
}

TEST(ScoreWords, HaveTwoDecimalsWhereThoseSayEnough) {
  EXPECT_EQ(ScoreWords(0.97027f, false), "0.97");
  EXPECT_EQ(ScoreWords(0.5f, false), "0.50");
  EXPECT_EQ(ScoreWords(1, false), "1.00");
  EXPECT_EQ(ScoreWords(0.0999f, false), "0.10");
  EXPECT_EQ(ScoreWords(0.0991f, false), "0.099");
}

TEST(ScoreWords, HaveNoExponents) {
  for (const bool exact : {false, true}) {
    EXPECT_EQ(ScoreWords(8.6398e-06f, exact), "<0.0001");
    EXPECT_EQ(ScoreWords(0, exact), "0");
    EXPECT_EQ(ScoreWords(std::nanf(""), exact), "NaN");
  }
  EXPECT_EQ(ScoreWords(0.00012f, false), "0.00012");
}

}  // namespace
}  // namespace camglass
