// How sure a share of counted things is.
#ifndef CAMGLASS_TOOLS_AUDIT_CONFIDENCE_H_
#define CAMGLASS_TOOLS_AUDIT_CONFIDENCE_H_

#include <cstddef>

namespace camglass {

struct Share {
  double value = 0;
  double low = 0;  // of the 95 % interval
  double high = 1;
};

// `some` of `all` with Wilson's score interval (Wilson 1927), which holds for
// small counts and shares near 0 and 1. Of nothing, the value is 0 and the
// interval all of [0, 1].
Share ShareOf(size_t some, size_t all);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_CONFIDENCE_H_
