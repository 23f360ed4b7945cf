// How durations are spread, in fixed memory.
#ifndef CAMGLASS_CAMAPP_LIVE_PERCENTILES_H_
#define CAMGLASS_CAMAPP_LIVE_PERCENTILES_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace camglass {

// A histogram of classes that are each a 32nd wider than the one before: about
// 3 % of precision from 1 microsecond to an hour.
class Percentiles {
 public:
  void Add(double ms);
  // The duration that the part `p` (0 to 1) of all stay below; 0 without any.
  double At(double p) const;
  uint64_t count() const { return count_; }
  void Clear() { *this = Percentiles(); }

 private:
  static constexpr size_t kClasses = 720;
  std::array<uint64_t, kClasses> classes_ = {};
  uint64_t count_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PERCENTILES_H_
