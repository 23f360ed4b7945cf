// What one picture contributes to an audit, and the line that keeps it.
#ifndef CAMGLASS_TOOLS_AUDIT_AUDIT_RECORD_H_
#define CAMGLASS_TOOLS_AUDIT_AUDIT_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"
#include "engine/tensor.h"
#include "tools/audit/audit_plan.h"
#include "tools/audit/eval_record.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

enum class Question { kColour, kTexture, kBorder, kEdge, kCorner };
inline constexpr size_t kQuestions = 5;
inline constexpr std::array<std::string_view, kQuestions> kQuestionNames = {
    "colour", "texture", "border", "edge", "corner"};

// Where a property was taken from.
enum class Donor { kOwn, kOther, kOwnMean, kOtherMean, kErased };
inline constexpr size_t kDonors = 5;
inline constexpr std::array<std::string_view, kDonors> kDonorNames = {
    "own", "other", "own mean", "other mean", "erased"};

struct Exchange {
  Question question = Question::kColour;
  Place place = Place::kWhole;
  Donor from = Donor::kOwn;
  std::vector<float> logits;  // of the set's classes
};

struct AuditRecord {
  EvalRecord seen;  // where it has an error, only `half` is set beside it
  AuditHalf half = AuditHalf::kNone;
  std::vector<float> logits;  // of the set's classes
  double margin = 0;
  Extent size;  // of the network's input
  // Sums over regions of contrast maps: of each class in a half, else of its
  // own class alone.
  std::vector<std::array<float, kRegions>> evidence;
  std::vector<uint8_t> colours;  // [7][7][3]
  std::vector<uint16_t> map;     // float16, [grid.h][grid.w]
  // Of the confirm half; empty where no donor could be read.
  std::string own_donor;
  std::string other_donor;
  std::vector<Exchange> exchanges;
};

// What records of one run have in common.
struct RecordShape {
  size_t model_classes = 0;
  size_t set_classes = 0;
  Extent grid;
};

// One JSON object on a line of its own, as FORMAT.md has it. Equal records give
// equal lines, and numbers keep every bit.
std::string ToLine(const AuditRecord& record);

// Fails where the line is not such an object of that shape.
StatusOr<AuditRecord> ParseAuditLine(std::string_view line,
                                     const RecordShape& shape);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_AUDIT_RECORD_H_
