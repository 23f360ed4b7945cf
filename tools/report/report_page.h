// The report as one page that needs nothing beside itself: no script, no file,
// no network.
#ifndef CAMGLASS_TOOLS_REPORT_REPORT_PAGE_H_
#define CAMGLASS_TOOLS_REPORT_REPORT_PAGE_H_

#include <string>
#include <vector>

#include "tools/audit/eval_record.h"
#include "tools/audit/evaluation.h"
#include "tools/report/report_pictures.h"

namespace camglass {

struct ReportContent {
  std::string model;   // as the user named it
  std::string source;  // the same
  const Evaluation& evaluation;
  const std::vector<EvalRecord>& records;   // that it was made of
  const std::vector<std::string>& classes;  // the model's
  const ReportPictures& pictures;
  std::string findings;  // findings.json (tools/audit/FORMAT.md); may be empty
};

// Below 20 MB for any number of pictures and classes: lists have their ends,
// and say what is not shown.
std::string ReportPage(const ReportContent& content);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_REPORT_PAGE_H_
