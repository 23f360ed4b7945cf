// Writes the report of an evaluation or an audit beside its records.
#ifndef CAMGLASS_TOOLS_WRITE_REPORT_H_
#define CAMGLASS_TOOLS_WRITE_REPORT_H_

#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "engine/base/status.h"
#include "tools/audit/evaluation_text.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/run_folder.h"
#include "tools/labelled_flags.h"

namespace camglass {

// report.html, reliability.png and confusion.png. pictures: where those of the
// records are. findings: the text of findings.json, or nothing. The explainer
// follows the flags and lists five classes.
Status WriteReport(const LabelledFlags& flags, const EvaluationTexts& texts,
                   const std::vector<LabelledPicture>& pictures,
                   const std::string& findings, const RunFolder& folder,
                   Explainer* explainer);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_WRITE_REPORT_H_
