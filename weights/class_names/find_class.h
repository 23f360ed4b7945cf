// Which class a user means.
#ifndef CAMGLASS_WEIGHTS_CLASS_NAMES_FIND_CLASS_H_
#define CAMGLASS_WEIGHTS_CLASS_NAMES_FIND_CLASS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// Digits are an index; "name:X" takes X as a name whatever it looks like. A
// name matches exactly, or else without regard to case (ASCII letters only), or
// else with underscores for spaces, if only one class does so. Of ImageNet's
// classes WordNet's identifiers ("n02123045") are names too. Fails where the
// index is out of range, the name unknown (near names are listed) or that of
// several classes (all are listed with their indices).
StatusOr<size_t> FindClass(const std::vector<std::string>& names,
                           const std::string& query);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CLASS_NAMES_FIND_CLASS_H_
