#include "tools/audit/evaluation.h"

#include <algorithm>
#include <cmath>

namespace camglass {
namespace {

size_t BinOf(float score) {
  const double place = std::floor(double{score} * kReliabilityBins);
  return static_cast<size_t>(
      std::clamp(place, 0.0, double{kReliabilityBins - 1}));
}

void CountRecord(const EvalRecord& record, Evaluation* evaluation,
                 size_t* right, size_t* in_top5) {
  const size_t predicted = record.top.front();
  const bool is_right = predicted == record.label;
  const bool is_near = std::find(record.top.begin(), record.top.end(),
                                 record.label) != record.top.end();
  ++evaluation->pictures;
  *right += is_right ? 1 : 0;
  *in_top5 += is_near ? 1 : 0;
  ClassResult& result = evaluation->classes[record.label];
  ++result.pictures;
  result.right += is_right ? 1 : 0;
  result.in_top5 += is_near ? 1 : 0;
  ++evaluation->classes[predicted].predicted;
  ++evaluation->confusion[{record.label, predicted}];
  ReliabilityBin& bin = evaluation->bins[BinOf(record.scores.front())];
  ++bin.pictures;
  bin.right += is_right ? 1 : 0;
  bin.score_sum += double{record.scores.front()};
}

double CalibrationError(const Evaluation& evaluation) {
  double error = 0;
  for (const ReliabilityBin& bin : evaluation.bins)
    error += std::abs(static_cast<double>(bin.right) - bin.score_sum);
  return evaluation.pictures == 0
             ? 0
             : error / static_cast<double>(evaluation.pictures);
}

std::vector<size_t> WorstOf(const std::vector<EvalRecord>& records,
                            size_t count) {
  std::vector<size_t> mistakes;
  for (size_t i = 0; i < records.size(); ++i)
    if (records[i].error.empty() && records[i].top.front() != records[i].label)
      mistakes.push_back(i);
  std::stable_sort(mistakes.begin(), mistakes.end(), [&](size_t a, size_t b) {
    return records[a].scores.front() > records[b].scores.front();
  });
  if (mistakes.size() > count) mistakes.resize(count);
  return mistakes;
}

}  // namespace

Evaluation Evaluate(const std::vector<EvalRecord>& records, size_t worst) {
  Evaluation evaluation;
  size_t right = 0;
  size_t in_top5 = 0;
  for (const EvalRecord& record : records) {
    if (record.error.empty())
      CountRecord(record, &evaluation, &right, &in_top5);
    else
      ++evaluation.unreadable;
  }
  evaluation.top1 = ShareOf(right, evaluation.pictures);
  evaluation.top5 = ShareOf(in_top5, evaluation.pictures);
  evaluation.calibration_error = CalibrationError(evaluation);
  evaluation.worst = WorstOf(records, worst);
  return evaluation;
}

}  // namespace camglass
