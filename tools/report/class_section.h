// What is told of each class, as a part of the report's page.
#ifndef CAMGLASS_TOOLS_REPORT_CLASS_SECTION_H_
#define CAMGLASS_TOOLS_REPORT_CLASS_SECTION_H_

#include <cstddef>
#include <string>

#include "tools/report/report_page.h"

namespace camglass {

// A table of the classes, the least accurate first.
std::string ClassTable(const ReportContent& content);

// The class's name, which leads to its section where it has one.
std::string ClassLink(const ReportContent& content, size_t index);

// A section per class: where it looks, and its worst mistakes.
std::string ClassSections(const ReportContent& content);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_CLASS_SECTION_H_
