#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <cstring>

namespace camglass {

// SplitMix64 (Steele, Lea and Flood 2014).
uint64_t Mutator::Random() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::vector<uint8_t> Mutator::Change(std::vector<uint8_t> input) {
  const size_t changes = 1 + Below(8);
  for (size_t i = 0; i < changes; ++i) ChangeOnce(&input);
  return input;
}

// Sizes and counts at which checks go wrong.
void Mutator::WriteNumber(std::vector<uint8_t>* bytes) {
  constexpr uint64_t kNumbers[] = {0,
                                   1,
                                   0x7f,
                                   0x80,
                                   0xff,
                                   0x7fff,
                                   0xffff,
                                   0x7fffffff,
                                   0x80000000,
                                   0xffffffff,
                                   0x100000000,
                                   0x3fffffffffffffff,
                                   0x7fffffffffffffff,
                                   0x8000000000000000,
                                   0xffffffffffffffff};
  const uint64_t number = kNumbers[Below(std::size(kNumbers))];
  const size_t width = size_t{1} << Below(4);
  if (bytes->size() < width) return;
  std::memcpy(bytes->data() + Below(bytes->size() - width + 1), &number, width);
}

void Mutator::MoveRun(std::vector<uint8_t>* bytes) {
  const size_t from = Below(bytes->size());
  const size_t length = 1 + Below(std::min<size_t>(bytes->size() - from, 64));
  const std::vector<uint8_t> run(
      bytes->begin() + static_cast<ptrdiff_t>(from),
      bytes->begin() + static_cast<ptrdiff_t>(from + length));
  if (Below(2) == 0)
    bytes->erase(bytes->begin() + static_cast<ptrdiff_t>(from),
                 bytes->begin() + static_cast<ptrdiff_t>(from + length));
  if (Below(2) == 0)
    bytes->insert(
        bytes->begin() + static_cast<ptrdiff_t>(Below(bytes->size() + 1)),
        run.begin(), run.end());
}

void Mutator::ChangeOnce(std::vector<uint8_t>* bytes) {
  if (bytes->empty()) {
    bytes->push_back(static_cast<uint8_t>(Random()));
    return;
  }
  switch (Below(6)) {
    case 0:
      (*bytes)[Below(bytes->size())] ^= static_cast<uint8_t>(1u << Below(8));
      break;
    case 1:
      (*bytes)[Below(bytes->size())] = static_cast<uint8_t>(Random());
      break;
    case 2:
    case 3:
      WriteNumber(bytes);
      break;
    case 4:
      MoveRun(bytes);
      break;
    default:
      if (Below(4) == 0) bytes->resize(Below(bytes->size()));
  }
}

}  // namespace camglass
