// An evaluation as pictures.
#ifndef CAMGLASS_TOOLS_REPORT_CHARTS_H_
#define CAMGLASS_TOOLS_REPORT_CHARTS_H_

#include <string>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/audit/evaluation.h"

namespace camglass {

// The reliability plot: for each bin of the first score the share of pictures
// that were right, beside the diagonal that it should follow. Fails where
// memory runs out, as the other one.
StatusOr<Picture> ReliabilityChart(const Evaluation& evaluation);

// Rows are the true classes, columns the predicted ones; the darker, the more
// of the row's pictures. With names and numbers up to 40 classes; of more than
// 2000 classes those with the most mistakes. names: the model's, from anywhere.
StatusOr<Picture> ConfusionChart(const Evaluation& evaluation,
                                 const std::vector<std::string>& names);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_CHARTS_H_
