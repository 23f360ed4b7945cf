// How good a network is on labelled pictures, from the pictures' records.
#ifndef CAMGLASS_TOOLS_AUDIT_EVALUATION_H_
#define CAMGLASS_TOOLS_AUDIT_EVALUATION_H_

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/audit/confidence.h"
#include "tools/audit/eval_record.h"

namespace camglass {

struct ClassResult {
  size_t pictures = 0;
  size_t right = 0;      // predicted as this class
  size_t in_top5 = 0;    // this class among the five most likely
  size_t predicted = 0;  // pictures of any class predicted as this one
};

// Pictures whose first score lies in the bin's part of [0, 1].
struct ReliabilityBin {
  size_t pictures = 0;
  size_t right = 0;
  double score_sum = 0;
};
inline constexpr size_t kReliabilityBins = 15;

struct Evaluation {
  size_t pictures = 0;  // that could be read
  size_t unreadable = 0;
  Share top1;
  Share top5;
  std::map<size_t, ClassResult> classes;  // those with a picture or prediction
  // Pictures by (their class, the predicted one).
  std::map<std::pair<size_t, size_t>, size_t> confusion;
  std::array<ReliabilityBin, kReliabilityBins> bins;
  // Expected calibration error (Guo et al. 2017): the mean distance of a bin's
  // accuracy from its mean score, weighted by its pictures.
  double calibration_error = 0;
  // Mistakes, the one with the greatest first score first; at most as many as
  // asked for. Indices into the records.
  std::vector<size_t> worst;
};

// The same whatever the order of the records, but for equal mistakes, which
// follow that order.
Evaluation Evaluate(const std::vector<EvalRecord>& records, size_t worst);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVALUATION_H_
