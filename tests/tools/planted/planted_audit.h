// Trains a head on a planted set, audits it, and says whether what was planted
// was found.
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_AUDIT_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_AUDIT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tests/tools/planted/planted_set.h"
#include "tools/audit/audit_questions.h"
#include "weights/model_file.h"

namespace camglass {

struct PlantedSizes {
  size_t train = 60;  // pictures per class
  size_t audit = 36;
  bool only_learned = false;  // no audit where the bias was not learned
};

struct PlantedOutcome {
  // How far what is planted moves the margin of the owner's pictures, in parts
  // of what separates them from the others': what the network has learned of
  // it. The audit has no part in it.
  double learned = 0;
  double accuracy = 0;  // of the audited pictures
  std::vector<AskedQuestion> asked;
  std::vector<std::string> sentences;  // the findings
  std::vector<Question> found;
  bool kind_right = false;  // of the first finding
  bool place_right = false;
  bool owner_right = false;
};

// A planted bias counts as learned from here on.
inline constexpr double kLearned = 0.10;

// The pictures are written into `folder`, which must be empty, and stay there.
// Errors of the programs under test are failed CHECKs.
PlantedOutcome AuditPlanted(const PlantedSet& set,
                            const PlantedOptions& options,
                            const PlantedSizes& sizes, Model model,
                            const std::string& folder);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_AUDIT_H_
