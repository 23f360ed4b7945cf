// Rows of the example's overlay, in 16-bit whole numbers on the CPU's best
// vectors. A byte is overlay.h's or its neighbour wherever the sums of colour
// and half grey span at least four of 255 levels.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_SEED_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_SEED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <limits>

namespace camglass {

// Sums of colour and half grey have steps of one 128th: the greatest, 382.5,
// then fits 16 bits, and half a grey is a whole number.
inline constexpr int kSeedUnits = 128;

// The range of sums seen so far.
struct SeedRange {
  uint16_t least = std::numeric_limits<uint16_t>::max();
  uint16_t greatest = 0;
};

// grey[i]: pixel i's grey. *range is widened by the sums of half the grey and
// each channel of the example's colour at levels[i].
void SeedSums(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
              uint8_t* grey, SeedRange* range);

// The example's overlay: (colour + grey / 2 - least) / (greatest - least), as
// bytes; black where the range has no width. All sums lie in the range.
void SeedRow(const uint8_t* levels, const uint8_t* grey, size_t pixels,
             const SeedRange& range, uint8_t* rgb);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_SEED_ROWS_H_
