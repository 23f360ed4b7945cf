// The columns of a table of labels that hold boxes.
#ifndef CAMGLASS_TOOLS_AUDIT_BOX_COLUMNS_H_
#define CAMGLASS_TOOLS_AUDIT_BOX_COLUMNS_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/separated_values.h"

namespace camglass {

// Of x, y, w and h; none where the table has no boxes.
using BoxColumns = std::optional<std::array<size_t, 4>>;
inline constexpr std::array<size_t, 4> kPlainBoxColumns = {2, 3, 4, 5};

// Where the heading names all four: x, y, w or width, h or height.
BoxColumns HeadedBoxColumns(const std::vector<std::string>& heading);

// Whether every row has four fields after the second, each a number or empty,
// and one at least has numbers.
bool LooksLikeBoxes(const std::vector<SeparatedRow>& rows);

// One box, or none where all four fields are empty or missing. Fails, naming
// the line, where they are not four numbers, or the box has no area.
StatusOr<std::vector<LabelledBox>> ReadBox(const SeparatedRow& row,
                                           const BoxColumns& columns);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_BOX_COLUMNS_H_
