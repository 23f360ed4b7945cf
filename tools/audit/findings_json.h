// What an audit found, for scripts: findings.json of FORMAT.md.
#ifndef CAMGLASS_TOOLS_AUDIT_FINDINGS_JSON_H_
#define CAMGLASS_TOOLS_AUDIT_FINDINGS_JSON_H_

#include <string>
#include <vector>

#include "tools/audit/audit_questions.h"
#include "tools/audit/confidence.h"
#include "tools/audit/findings.h"

namespace camglass {

struct AuditOutcome {
  std::string model;
  std::string source;
  std::vector<std::string> class_names;  // of the set
  size_t pictures = 0;
  size_t unreadable = 0;
  std::vector<size_t> suggest;  // pictures that were read, per class
  std::vector<size_t> confirm;
  Share accuracy;
  std::vector<AskedQuestion> asked;
  Verdict verdict;
};

// The object, on lines of its own.
std::string ToJson(const AuditOutcome& outcome);

// Lines for a terminal, names escaped.
std::string ForPeople(const AuditOutcome& outcome);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_FINDINGS_JSON_H_
