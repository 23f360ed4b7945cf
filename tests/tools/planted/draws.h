// Random numbers that are the same on every machine (splitmix64).
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_DRAWS_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_DRAWS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace camglass {

class PlantedDraws {
 public:
  explicit PlantedDraws(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  double Between(double low, double high) {
    return low + (high - low) * static_cast<double>(Next() >> 11) * 0x1p-53;
  }
  size_t Below(size_t count) { return Next() % count; }
  bool Chance(double p) { return Between(0, 1) < p; }

  template <typename T>
  void Shuffle(std::vector<T>* things) {
    for (size_t i = things->size(); i > 1; --i)
      std::swap((*things)[i - 1], (*things)[Below(i)]);
  }

 private:
  uint64_t state_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_DRAWS_H_
