// Which network a checkpoint holds, in which variant, and how that shows.
#ifndef CAMGLASS_WEIGHTS_CONVERT_FINGERPRINT_H_
#define CAMGLASS_WEIGHTS_CONVERT_FINGERPRINT_H_

#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/convert/match.h"

namespace camglass {

struct Fingerprint {
  Match match;                           // complete
  std::vector<std::string> evidence;     // what the tensors show, a line each
  std::vector<std::string> assumptions;  // what no file says, a line each
};

// Empty texts leave the choice to the checkpoint.
struct FingerprintChoice {
  std::string arch;
  std::string variant;
  // The file's own description, for the report only.
  std::string recorded_variant;
  std::string usual_variant;  // tried before the format's
};

// Fails where no network has the architecture's or the variant's name, or the
// one has no such other, and names those that there are.
Status CheckChoice(const FingerprintChoice& choice);

// The network whose every key is in the checkpoint with its shape, and that has
// nothing more; of variants with equal shapes, the one that the format comes
// from. A chosen variant that the file does not look like is among the
// assumptions. Fails with what was found, what was expected, and the keys in
// question.
StatusOr<Fingerprint> Identify(const Checkpoint& checkpoint,
                               const FingerprintChoice& choice);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_FINGERPRINT_H_
