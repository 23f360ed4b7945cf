// What an audit found, in English.
#ifndef CAMGLASS_TOOLS_AUDIT_FINDING_TEXT_H_
#define CAMGLASS_TOOLS_AUDIT_FINDING_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "tools/audit/audit_questions.h"
#include "tools/audit/findings.h"

namespace camglass {

inline constexpr std::string_view kReminder =
    "A finding says what the network depends on, not whether that is wrong: "
    "look at the pictures before you judge.";

// "colour", "texture", "frame" or "mark".
std::string_view KindOf(Question question);

// Who is told from whom: the owner first where it is known. b is none where a
// is told from all other classes.
struct ToldApart {
  size_t a = 0;
  std::optional<size_t> b;
};
ToldApart ClassesOf(const AskedQuestion& asked, const Finding* finding,
                    size_t classes);

// Of a's pictures, or of all where there is no owner.
const Accuracies& AccuraciesOf(const AskedQuestion& asked,
                               const Finding& finding);

// One sentence or two with the finding's numbers. Names are escaped.
std::string SentenceOf(const AskedQuestion& asked, const Finding& finding,
                       const std::vector<std::string>& class_names);

// How much was found; where it is nothing, what would have been missed.
std::string SummaryOf(const std::vector<AskedQuestion>& asked,
                      const Verdict& verdict);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_FINDING_TEXT_H_
