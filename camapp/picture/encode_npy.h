// NumPy's array format, version 1.0.
//
//   "\x93NUMPY" 1 0  length of the header, 2 bytes, low byte first
//   a Python dictionary, padded with spaces and a newline to 64 bytes
//   the values, f32 (or as the header says), low byte first, the last index
//   fastest
#ifndef CAMGLASS_CAMAPP_PICTURE_ENCODE_NPY_H_
#define CAMGLASS_CAMAPP_PICTURE_ENCODE_NPY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace camglass {

// Everything before the values. type: NumPy's word, "<f4", "<f2".
std::vector<uint8_t> NpyHeader(std::string_view type,
                               std::span<const size_t> shape);

// values.size() is the product of the shape.
std::vector<uint8_t> EncodeNpy(std::span<const float> values,
                               std::span<const size_t> shape);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_ENCODE_NPY_H_
