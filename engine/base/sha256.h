// SHA-256 (FIPS 180-4), to say which file a model was made from.
#ifndef CAMGLASS_ENGINE_BASE_SHA256_H_
#define CAMGLASS_ENGINE_BASE_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace camglass {

// Of everything added so far and nothing else.
class Sha256 {
 public:
  void Add(std::span<const std::byte> bytes);
  // 64 hexadecimal digits, lower case. Ends the sum: add nothing after it.
  std::string Finish();

 private:
  void AddBlock(const std::byte* block);

  std::array<uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                    0xa54ff53a, 0x510e527f, 0x9b05688c,
                                    0x1f83d9ab, 0x5be0cd19};
  std::array<std::byte, 64> pending_ = {};
  size_t pending_bytes_ = 0;
  uint64_t total_bytes_ = 0;
};

std::string Sha256Of(std::span<const std::byte> bytes);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_SHA256_H_
