// Changes bytes the way broken and hostile files differ from good ones.
#ifndef CAMGLASS_TESTS_FUZZ_MUTATOR_H_
#define CAMGLASS_TESTS_FUZZ_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace camglass {

// The same seed gives the same changes.
class Mutator {
 public:
  explicit Mutator(uint64_t seed) : state_(seed * 2 + 1) {}

  // From one to eight changes: bits, bytes, numbers at the ends of their
  // ranges, runs taken out, doubled or moved, and a cut.
  std::vector<uint8_t> Change(std::vector<uint8_t> input);

 private:
  uint64_t Random();
  size_t Below(size_t bound) { return bound == 0 ? 0 : Random() % bound; }
  void ChangeOnce(std::vector<uint8_t>* bytes);
  void WriteNumber(std::vector<uint8_t>* bytes);
  void MoveRun(std::vector<uint8_t>* bytes);

  uint64_t state_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_FUZZ_MUTATOR_H_
