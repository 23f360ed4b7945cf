// Which pictures a report draws.
#ifndef CAMGLASS_TOOLS_REPORT_REPORT_CHOICE_H_
#define CAMGLASS_TOOLS_REPORT_REPORT_CHOICE_H_

#include <cstddef>
#include <map>
#include <vector>

#include "tools/audit/eval_record.h"
#include "tools/report/report_pictures.h"

namespace camglass {

// Indices into the records.
struct ReportChoice {
  // By class, within it the most confident first.
  std::vector<size_t> mistakes;
  // Of each class, by the SHA-256 of their names. Classes beyond the limit, in
  // the order of their indices, have none.
  std::map<size_t, std::vector<size_t>> samples;
};

ReportChoice ChoosePictures(const std::vector<EvalRecord>& records,
                            const ReportLimits& limits);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_REPORT_CHOICE_H_
