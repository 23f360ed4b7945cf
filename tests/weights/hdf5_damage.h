// Damages HDF5 files as damage.h does, with many copies to a child process: one
// each would take an hour for all bytes of all fixtures.
#ifndef CAMGLASS_TESTS_WEIGHTS_HDF5_DAMAGE_H_
#define CAMGLASS_TESTS_WEIGHTS_HDF5_DAMAGE_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

using Image = std::vector<std::byte>;

// What the Keras reader says of each of `count` images. The walk of libhdf5
// runs in a child with the reader's limits on memory, image after image; when
// that child crashes, runs out of memory or is too slow, its images are read
// again in smaller lots, at last in a child each as ReadKerasHdf5 has it.
std::vector<Status> ReadHdf5Images(size_t count,
                                   const std::function<Image(size_t)>& image);

// Cut off at every length, the file is refused with a reason.
void ExpectHdf5TruncationsRefused(const Image& file);

// With any one byte changed by `flip` the reader returns: with a reason, or
// with values.
void ExpectHdf5FlipsSurvived(const Image& file, std::byte flip);

// One bit, another, and all of a byte.
inline constexpr std::byte kHdf5Flips[] = {std::byte{0x01}, std::byte{0x80},
                                           std::byte{0xff}};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_HDF5_DAMAGE_H_
