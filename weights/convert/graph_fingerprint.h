// Which network an exported graph is, by what its layers do.
#ifndef CAMGLASS_WEIGHTS_CONVERT_GRAPH_FINGERPRINT_H_
#define CAMGLASS_WEIGHTS_CONVERT_GRAPH_FINGERPRINT_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/convert/fingerprint.h"
#include "weights/convert/graph_preprocess.h"
#include "weights/score_rule.h"

namespace camglass {

struct GraphFingerprint {
  Fingerprint fingerprint;
  Checkpoint named;  // what the fingerprint's match refers to
  GraphPreprocess preprocess;
  size_t side = 0;  // of the square input the graph was made for; 0: free
  std::optional<ScoreRule> scores;  // where the graph ends with them
  std::vector<std::string> notes;
};

// `checkpoint` is one of ONNX. The network whose layers are those of the graph
// from the input to the logits, attributes included. Names count for nothing.
// Fails with what was found and what was expected.
StatusOr<GraphFingerprint> IdentifyGraph(const Checkpoint& checkpoint,
                                         const FingerprintChoice& choice);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_GRAPH_FINGERPRINT_H_
