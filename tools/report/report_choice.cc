#include "tools/report/report_choice.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "engine/base/sha256.h"

namespace camglass {
namespace {

bool IsMistake(const EvalRecord& record) {
  return record.error.empty() && record.top.front() != record.label;
}

std::vector<size_t> ChooseMistakes(const std::vector<EvalRecord>& records,
                                   const ReportLimits& limits) {
  std::vector<size_t> mistakes;
  for (size_t i = 0; i < records.size(); ++i)
    if (IsMistake(records[i])) mistakes.push_back(i);
  const auto confident = [&](size_t a, size_t b) {
    const float first = records[a].scores.front();
    const float second = records[b].scores.front();
    return first != second ? first > second
                           : records[a].picture < records[b].picture;
  };
  std::sort(mistakes.begin(), mistakes.end(), confident);
  std::map<size_t, std::vector<size_t>> by_class;
  size_t left = limits.mistakes;
  for (const size_t i : mistakes) {
    std::vector<size_t>& chosen = by_class[records[i].label];
    if (left == 0 || chosen.size() == limits.mistakes_per_class) continue;
    chosen.push_back(i);
    --left;
  }
  std::vector<size_t> all;
  for (const auto& [label, chosen] : by_class)
    all.insert(all.end(), chosen.begin(), chosen.end());
  return all;
}

std::string HashOf(const EvalRecord& record) {
  return Sha256Of(std::as_bytes(std::span(record.picture)));
}

}  // namespace

ReportChoice ChoosePictures(const std::vector<EvalRecord>& records,
                            const ReportLimits& limits) {
  ReportChoice choice;
  choice.mistakes = ChooseMistakes(records, limits);
  std::map<size_t, std::vector<std::pair<std::string, size_t>>> by_class;
  for (size_t i = 0; i < records.size(); ++i)
    if (records[i].error.empty())
      by_class[records[i].label].emplace_back(HashOf(records[i]), i);
  if (by_class.empty()) return choice;
  const size_t each = std::clamp<size_t>(limits.samples / by_class.size(), 1,
                                         limits.samples_per_class);
  for (auto& [label, pictures] : by_class) {
    if (choice.samples.size() * each >= limits.samples) break;
    std::sort(pictures.begin(), pictures.end());
    for (size_t i = 0; i < std::min(each, pictures.size()); ++i)
      choice.samples[label].push_back(pictures[i].second);
  }
  return choice;
}

}  // namespace camglass
