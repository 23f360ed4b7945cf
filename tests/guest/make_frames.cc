// Writes the frames that the simulated camera sends:
//   make_frames WIDTHxHEIGHT COUNT >FILE
// JPEGs of the test pattern, end to end.
#include <cstdio>
#include <cstdlib>

#include "tests/live/pattern_jpegs.h"

int main(int argc, char** argv) {
  uint32_t width = 0;
  uint32_t height = 0;
  if (argc != 3 || std::sscanf(argv[1], "%ux%u", &width, &height) != 2)
    return 2;
  const auto count = std::strtoul(argv[2], nullptr, 10);
  for (const auto& jpeg : camglass::PatternJpegs(width, height, count))
    if (std::fwrite(jpeg.data(), 1, jpeg.size(), stdout) != jpeg.size())
      return 1;
  return 0;
}
