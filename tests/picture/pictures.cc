#include "tests/picture/pictures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "camapp/picture/decode.h"

namespace camglass {

std::vector<uint8_t> DataFile(const std::string& name) {
  const std::string path = std::string(CAMGLASS_PICTURE_DATA) + "/" + name;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

Picture DecodedDataFile(const std::string& name) {
  StatusOr<Picture> picture = DecodePicture(DataFile(name), {});
  EXPECT_TRUE(picture.ok()) << name << ": " << picture.status().message();
  return picture.ok() ? *std::move(picture) : Picture();
}

Picture RandomPicture(size_t h, size_t w, uint32_t seed) {
  Picture picture(h, w);
  uint32_t state = seed * 2654435761u + 1;
  for (uint8_t& sample : picture.rgb) {
    state = state * 1664525u + 1013904223u;
    sample = static_cast<uint8_t>(state >> 24);
  }
  return picture;
}

Picture FlatPicture(size_t h, size_t w, uint8_t r, uint8_t g, uint8_t b) {
  Picture picture(h, w);
  for (size_t i = 0; i < picture.rgb.size(); i += 3) {
    picture.rgb[i] = r;
    picture.rgb[i + 1] = g;
    picture.rgb[i + 2] = b;
  }
  return picture;
}

int MaxDifference(const Picture& a, const Picture& b) {
  EXPECT_EQ(a.h, b.h);
  EXPECT_EQ(a.w, b.w);
  if (a.rgb.size() != b.rgb.size()) return 256;
  int most = 0;
  for (size_t i = 0; i < a.rgb.size(); ++i)
    most = std::max(most, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
  return most;
}

std::string SharedFolder() {
  const char* given = std::getenv("CAMGLASS_SHARED");
  const std::string folder = given != nullptr ? given : CAMGLASS_SHARED_DEFAULT;
  return std::filesystem::is_directory(folder) ? folder : "";
}

}  // namespace camglass
