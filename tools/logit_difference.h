// How far two ways of running a network differ on one picture.
#ifndef CAMGLASS_TOOLS_LOGIT_DIFFERENCE_H_
#define CAMGLASS_TOOLS_LOGIT_DIFFERENCE_H_

#include <vector>

namespace camglass {

struct LogitDifference {
  // The largest of all logits'; infinite where one is not finite.
  double difference = 0;
  double largest_logit = 0;  // of the exact ones that are finite, absolute
  bool same_top = false;     // the same most likely class

  // difference / largest_logit; the difference itself where that is 0.
  double Relative() const {
    return largest_logit > 0 ? difference / largest_logit : difference;
  }
};

// Both have as many.
LogitDifference CompareLogits(const std::vector<float>& exact,
                              const std::vector<float>& other);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_LOGIT_DIFFERENCE_H_
