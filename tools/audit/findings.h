// From the answers of an audit to what is worth telling.
#ifndef CAMGLASS_TOOLS_AUDIT_FINDINGS_H_
#define CAMGLASS_TOOLS_AUDIT_FINDINGS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/audit/audit_questions.h"

namespace camglass {

// Indices into the questions.
struct Finding {
  size_t asked = 0;
  std::optional<size_t> owner;  // of the set's classes
};

struct Verdict {
  std::vector<Finding> findings;  // the strongest first
  // For every question, why it is a finding or not: a clause for people.
  std::vector<std::string> why;
};

// Significant questions of a sufficient share become findings, the smallest
// sufficient place being told: a corner or an edge where it dominates, else the
// border; not what another property or another class explains. least_share: no
// share_low below it is told.
Verdict Judge(const AuditData& data, const std::vector<AskedQuestion>& asked,
              double least_share, const std::vector<std::string>& class_names);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_FINDINGS_H_
