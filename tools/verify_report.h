// What camtool verify found out, for people and for programs.
#ifndef CAMGLASS_TOOLS_VERIFY_REPORT_H_
#define CAMGLASS_TOOLS_VERIFY_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "tools/verification.h"

namespace camglass {

// One archive against the model.
struct ArchiveReport {
  std::string archive;
  Status error;  // not ok: the archive could not be used, and the rest is empty
  std::vector<ValueComparison> values;
  std::optional<NonFiniteLayer> non_finite;  // the first layer that is not

  bool Agrees() const;
  bool Finite() const;  // all values that the network gave
};

// The table of one archive on standard output; what is not finite, or why the
// archive can't be used, on standard error.
void PrintReport(const std::string& model, const ArchiveReport& report,
                 bool quiet);

// One JSON object, "schema": 1. Numbers that are not finite are null. Places
// are indices of each axis.
std::string ReportsToJson(const std::string& model,
                          const std::vector<ArchiveReport>& reports);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_VERIFY_REPORT_H_
