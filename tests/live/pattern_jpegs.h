// The test pattern as a camera would send it.
#ifndef CAMGLASS_TESTS_LIVE_PATTERN_JPEGS_H_
#define CAMGLASS_TESTS_LIVE_PATTERN_JPEGS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace camglass {

// The first `count` pictures of camapp --pattern, each as a JPEG.
std::vector<std::vector<uint8_t>> PatternJpegs(uint32_t width, uint32_t height,
                                               size_t count);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_LIVE_PATTERN_JPEGS_H_
