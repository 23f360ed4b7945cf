// Pictures whose pixels tests know.
#ifndef CAMGLASS_TESTS_PICTURE_PICTURES_H_
#define CAMGLASS_TESTS_PICTURE_PICTURES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "camapp/picture/picture.h"

namespace camglass {

// The bytes of a file of data/.
std::vector<uint8_t> DataFile(const std::string& name);

// A file of data/ decoded; the test fails where it can't be.
Picture DecodedDataFile(const std::string& name);

// Sample (y, x) of channel ch in make_data.py's small pictures of kDataExtent,
// before their scale.
inline constexpr Extent kDataExtent = {4, 6};
inline uint32_t DataSample(size_t y, size_t x, size_t ch) {
  return static_cast<uint32_t>((61 * y + 17 * x + 83 * ch) % 256);
}

// Pixels that a small generator makes from the seed: the same everywhere.
Picture RandomPicture(size_t h, size_t w, uint32_t seed);

// One colour everywhere.
Picture FlatPicture(size_t h, size_t w, uint8_t r, uint8_t g, uint8_t b);

// The greatest difference of two samples; the test fails where sizes differ.
int MaxDifference(const Picture& a, const Picture& b);

// The folder of test data beside the repository, or empty where it is not
// there: $CAMGLASS_SHARED, else ../shared.
std::string SharedFolder();

}  // namespace camglass

#endif  // CAMGLASS_TESTS_PICTURE_PICTURES_H_
