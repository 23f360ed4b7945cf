// Arithmetic on sizes that a file gives: nothing where it would overflow.
#ifndef CAMGLASS_ENGINE_BASE_CHECKED_MATH_H_
#define CAMGLASS_ENGINE_BASE_CHECKED_MATH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace camglass {

inline std::optional<uint64_t> CheckedAdd(uint64_t a, uint64_t b) {
  uint64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

inline std::optional<uint64_t> CheckedMultiply(uint64_t a, uint64_t b) {
  uint64_t product;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// Elements of a tensor of that shape; 1 for a scalar, 0 where a side is 0.
inline std::optional<size_t> CheckedElementCount(
    std::span<const size_t> shape) {
  size_t count = 1;
  for (size_t side : shape)
    if (__builtin_mul_overflow(count, side, &count)) return std::nullopt;
  return count;
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_CHECKED_MATH_H_
