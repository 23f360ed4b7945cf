// Which classes were taken for which, as a part of the report's page.
#ifndef CAMGLASS_TOOLS_REPORT_CONFUSION_SECTION_H_
#define CAMGLASS_TOOLS_REPORT_CONFUSION_SECTION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tools/report/report_page.h"

namespace camglass {

// A matrix whose cells lead to their pictures below it, for at most so many
// classes: those with the most mistakes. Then the pairs, most frequent first.
std::string ConfusionSection(const ReportContent& content);

// The classes of the matrix, in the order of their indices.
std::vector<size_t> MatrixClasses(const Evaluation& evaluation, size_t most);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_CONFUSION_SECTION_H_
