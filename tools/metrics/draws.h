// Random numbers that a text decides: the same on every machine.
#ifndef CAMGLASS_TOOLS_METRICS_DRAWS_H_
#define CAMGLASS_TOOLS_METRICS_DRAWS_H_

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace camglass {

class Draws {
 public:
  // Equal texts give equal numbers.
  explicit Draws(const std::string& text);

  double Uniform();          // 0 or more, below 1
  double Normal();           // of mean 0 and deviation 1
  size_t Below(size_t end);  // 0 to end - 1, each as likely; end above 0

  // Every order as likely.
  template <typename T>
  void Shuffle(std::vector<T>* values) {
    for (size_t left = values->size(); left > 1; --left)
      std::swap((*values)[left - 1], (*values)[Below(left)]);
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_DRAWS_H_
