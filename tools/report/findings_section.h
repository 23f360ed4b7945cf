// What an audit found, as a part of the report's page.
#ifndef CAMGLASS_TOOLS_REPORT_FINDINGS_SECTION_H_
#define CAMGLASS_TOOLS_REPORT_FINDINGS_SECTION_H_

#include <string>

namespace camglass {

// findings: the text of findings.json. Empty, or not such a text: what to do to
// get findings.
std::string FindingsSection(const std::string& findings);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_FINDINGS_SECTION_H_
