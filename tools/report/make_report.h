// The report and the charts of an evaluation, ready to be written.
#ifndef CAMGLASS_TOOLS_REPORT_MAKE_REPORT_H_
#define CAMGLASS_TOOLS_REPORT_MAKE_REPORT_H_

#include <functional>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "engine/base/status.h"
#include "tools/audit/eval_record.h"
#include "tools/audit/evaluation.h"
#include "tools/audit/labelled_set.h"

namespace camglass {

struct ReportJob {
  std::string model;   // as the user named it
  std::string source;  // the same
  const Evaluation& evaluation;
  const std::vector<EvalRecord>& records;        // sorted by picture
  const std::vector<LabelledPicture>& pictures;  // where these are
  bool apply_exif = true;
  size_t decoders = 1;
  std::string findings;  // findings.json; may be empty
  // As DrawingJob's.
  std::function<void(const std::string& path, size_t all)> progress;
};

// What goes into these files.
struct ReportFiles {
  std::string html;                  // report.html
  std::vector<uint8_t> reliability;  // reliability.png
  std::vector<uint8_t> confusion;    // confusion.png
};

// Some pictures are explained once more, by an explainer of the records' model
// and options that lists five classes.
StatusOr<ReportFiles> MakeReport(const ReportJob& job, Explainer* explainer);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_MAKE_REPORT_H_
