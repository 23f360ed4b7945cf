#include "camapp/page/qr_text.h"

#include <gtest/gtest.h>

#include <string>

namespace camglass {
namespace {

const char* const kUpper = "\xE2\x96\x80";
const char* const kFull = "\xE2\x96\x88";

std::string Times(size_t count, const std::string& text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// Dark: the upper left, the lower left and the lower right of 2 x 2 modules.
TEST(QrText, DrawsTwoRowsOfModulesALine) {
  const QrCode code = {2, {1, 0, 1, 1}};
  EXPECT_EQ(QrTextWidth(code), 10u);
  const std::string light = Times(10, kFull) + "\n";
  EXPECT_EQ(QrText(code), Times(2, light) + Times(4, kFull) + " " + kUpper +
                              Times(4, kFull) + "\n" + Times(2, light));
}

}  // namespace
}  // namespace camglass
