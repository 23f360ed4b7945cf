// What one picture contributes to an evaluation, and the line that keeps it.
#ifndef CAMGLASS_TOOLS_AUDIT_EVAL_RECORD_H_
#define CAMGLASS_TOOLS_AUDIT_EVAL_RECORD_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

struct EvalRecord {
  std::string picture;        // LabelledPicture::name
  size_t label = 0;           // the class that it shows, of the model's
  std::string error;          // why it could not be read; empty: it could
  std::vector<size_t> top;    // the most likely classes, at most five
  std::vector<float> scores;  // theirs
  float label_score = 0;
};

// One JSON object on a line of its own, with its line feed. Equal records give
// equal lines, and scores keep every bit.
std::string ToLine(const EvalRecord& record);

// Fails where the line is not such an object, or a class is not below
// `classes`.
StatusOr<EvalRecord> ParseEvalLine(std::string_view line, size_t classes);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVAL_RECORD_H_
