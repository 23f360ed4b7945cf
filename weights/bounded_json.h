// JSON out of untrusted files.
#ifndef CAMGLASS_WEIGHTS_BOUNDED_JSON_H_
#define CAMGLASS_WEIGHTS_BOUNDED_JSON_H_

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/base/status.h"

namespace camglass {

// The text's value. `what` names the text in messages: "camglass.options".
// Fails where it is longer than `most_bytes`, nests deeper than `most_nesting`
// (both are seen before anything is built) or is not JSON.
StatusOr<nlohmann::json> ParseBoundedJson(const std::string& what,
                                          const std::string& text,
                                          size_t most_bytes,
                                          size_t most_nesting);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_BOUNDED_JSON_H_
