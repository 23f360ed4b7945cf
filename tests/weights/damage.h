// Damages a small file in every way of a kind and watches a reader.
#ifndef CAMGLASS_TESTS_WEIGHTS_DAMAGE_H_
#define CAMGLASS_TESTS_WEIGHTS_DAMAGE_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"

namespace camglass {

// Reads bytes that are a buffer of their own, so that a sanitizer sees every
// step beyond them.
using StatusReader = std::function<Status(const FileBytes&)>;

// Cut off at every length that `stride` meets, the file must be refused with a
// reason.
inline void ExpectTruncationsRefused(const std::vector<std::byte>& file,
                                     const StatusReader& read,
                                     size_t stride = 1) {
  for (size_t length = 0; length < file.size(); length += stride) {
    const Status status = read(FromVector(
        {file.begin(), file.begin() + static_cast<ptrdiff_t>(length)}));
    EXPECT_FALSE(status.ok()) << "cut to " << length << " bytes";
    EXPECT_TRUE(status.ok() || status.message().size() > 10);
  }
}

// With any one byte changed the reader must return: with an error that has a
// reason, or with values, as not every byte is guarded.
inline void ExpectFlipsSurvived(const std::vector<std::byte>& file,
                                const StatusReader& read, size_t stride = 1) {
  for (size_t at = 0; at < file.size(); at += stride)
    for (const std::byte flip :
         {std::byte{0x01}, std::byte{0x80}, std::byte{0xff}}) {
      std::vector<std::byte> changed = file;
      changed[at] ^= flip;
      const Status status = read(FromVector(std::move(changed)));
      EXPECT_TRUE(status.ok() || status.message().size() > 10) << "at " << at;
    }
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_DAMAGE_H_
