// The reasons for a fingerprint, in words.
#ifndef CAMGLASS_WEIGHTS_CONVERT_EVIDENCE_H_
#define CAMGLASS_WEIGHTS_CONVERT_EVIDENCE_H_

#include <string>
#include <vector>

#include "weights/convert/match.h"

namespace camglass {

// What the tensors of a complete match show, a line each.
std::vector<std::string> EvidenceFor(const Checkpoint& checkpoint,
                                     const Match& match);

// What decides about the network's values and stands in no tensor.
std::vector<std::string> AssumptionsFor(const Checkpoint& checkpoint,
                                        const Match& match);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_EVIDENCE_H_
