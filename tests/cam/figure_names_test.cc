#include "camapp/cam/figure_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FigureNames, OfPicturesWithNamesOfTheirOwn) {
  EXPECT_THAT(
      *FigureNames({"dog.jpg", "/a/b.c/cat.old.jpeg", "bird", "-", ".hidden"}),
      ElementsAre("dog.cam.png", "cat.old.cam.png", "bird.cam.png",
                  "stdin.cam.png", ".hidden.cam.png"));
}

TEST(FigureNames, SharedNamesKeepTheirExtensions) {
  EXPECT_THAT(*FigureNames({"x/a.jpg", "b.png", "x/a.png"}),
              ElementsAre("a.jpg.cam.png", "b.cam.png", "a.png.cam.png"));
}

TEST(FigureNames, WhatWouldStillMeetIsRefused) {
  const Status same = FigureNames({"x/a.jpg", "y/a.jpg"}).status();
  EXPECT_EQ(same.code(), StatusCode::kUsage);
  EXPECT_THAT(same.message(), AllOf(HasSubstr("x/a.jpg and y/a.jpg"),
                                    HasSubstr("a.jpg.cam.png")));
  EXPECT_FALSE(FigureNames({"a.jpg", "a.jpg"}).ok());
  // The name that a.jpg gets beside a.png is that of a.jpg.bmp.
  EXPECT_FALSE(FigureNames({"a.jpg", "a.png", "a.jpg.bmp"}).ok());
  EXPECT_FALSE(FigureNames({"-", "-"}).ok());
}

}  // namespace
}  // namespace camglass
