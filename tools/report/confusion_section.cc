#include "tools/report/confusion_section.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/counted.h"
#include "tools/report/class_section.h"
#include "tools/report/html.h"

namespace camglass {
namespace {

constexpr size_t kMostMatrixClasses = 30;
constexpr size_t kMostPairs = 300;
constexpr size_t kMostPerPair = 8;

using Pair = std::pair<size_t, size_t>;  // the class, the predicted one

struct ConfusedPair {
  Pair pair;
  size_t pictures = 0;
};

// The most frequent first, of those the first in the order of their indices.
std::vector<ConfusedPair> ConfusedPairs(const Evaluation& evaluation) {
  std::vector<ConfusedPair> pairs;
  for (const auto& [pair, pictures] : evaluation.confusion)
    if (pair.first != pair.second) pairs.push_back({pair, pictures});
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const ConfusedPair& a, const ConfusedPair& b) {
                     return a.pictures > b.pictures;
                   });
  return pairs;
}

std::string Anchor(const Pair& pair) {
  return "p" + std::to_string(pair.first) + "-" + std::to_string(pair.second);
}

// A fifth of the row's pictures makes a shade.
std::string ShadeOf(size_t pictures, size_t of_row) {
  if (pictures == 0 || of_row == 0) return "";
  return "s" + std::to_string(std::min<size_t>(5, 1 + pictures * 5 / of_row));
}

class Matrix {
 public:
  Matrix(const ReportContent& content, const std::vector<ConfusedPair>& pairs)
      : content_(content),
        classes_(MatrixClasses(content.evaluation, kMostMatrixClasses)) {
    for (size_t i = 0; i < std::min(kMostPairs, pairs.size()); ++i)
      told_[pairs[i].pair] = true;
  }

  std::string Html() const {
    std::string html =
        "<p class=\"note\">Rows are the true classes, columns the predicted "
        "ones; each number counts pictures. A framed number is right. A "
        "mistake's number leads to its pictures.</p>\n"
        "<div class=\"wide\"><table class=\"matrix\"><tr><th></th>";
    for (const size_t column : classes_)
      html += "<th class=\"top\" title=\"" + Name(column) + "\"><div>" +
              HtmlName(content_.classes[column]) + "</div></th>";
    html += "</tr>\n";
    for (const size_t row : classes_) html += Row(row);
    html += "</table></div>\n";
    const size_t all = content_.evaluation.classes.size();
    if (all > classes_.size())
      html += "<p class=\"note\">The " + std::to_string(classes_.size()) +
              " classes with the most mistakes of " + std::to_string(all) +
              "; confusion.csv has all.</p>\n";
    return html;
  }

 private:
  std::string Name(size_t index) const {
    return HtmlText(content_.classes[index]);
  }

  std::string Row(size_t row) const {
    std::string html =
        "<tr><th class=\"name\">" + ClassLink(content_, row) + "</th>";
    for (const size_t column : classes_) html += Cell(row, column);
    return html + "</tr>\n";
  }

  std::string Cell(size_t row, size_t column) const {
    const Evaluation& evaluation = content_.evaluation;
    const auto found = evaluation.confusion.find({row, column});
    if (found == evaluation.confusion.end())
      return row == column ? "<td class=\"right\"><span>0</span></td>"
                           : "<td></td>";
    const std::string count = std::to_string(found->second);
    const std::string shade =
        ShadeOf(found->second, evaluation.classes.at(row).pictures);
    const std::string title = Name(row) + " predicted as " + Name(column);
    const std::string opened = "<td class=\"" + shade +
                               (row == column ? " right" : "") + "\" title=\"" +
                               title + "\">";
    if (told_.count({row, column}) == 0)
      return opened + "<span>" + count + "</span></td>";
    return opened + "<a href=\"#" + Anchor({row, column}) + "\">" + count +
           "</a></td>";
  }

  const ReportContent& content_;
  std::vector<size_t> classes_;
  std::map<Pair, bool> told_;
};

// The most confident mistakes of each pair that is told of.
std::map<Pair, std::vector<size_t>> PicturesOfPairs(
    const ReportContent& content, const std::vector<ConfusedPair>& pairs) {
  std::map<Pair, std::vector<size_t>> pictures;
  for (size_t i = 0; i < std::min(kMostPairs, pairs.size()); ++i)
    pictures[pairs[i].pair] = {};
  for (size_t i = 0; i < content.records.size(); ++i) {
    const EvalRecord& record = content.records[i];
    if (!record.error.empty()) continue;
    const auto found = pictures.find({record.label, record.top.front()});
    if (found != pictures.end()) found->second.push_back(i);
  }
  for (auto& [pair, records] : pictures)
    std::stable_sort(records.begin(), records.end(), [&](size_t a, size_t b) {
      return content.records[a].scores.front() >
             content.records[b].scores.front();
    });
  return pictures;
}

std::string PairHtml(const ReportContent& content, const ConfusedPair& pair,
                     const std::vector<size_t>& records) {
  std::string html = "<h3 id=\"" + Anchor(pair.pair) + "\">" +
                     HtmlName(content.classes[pair.pair.first]) +
                     " predicted as " +
                     HtmlName(content.classes[pair.pair.second]) + ": " +
                     Counted(pair.pictures, "picture") + "</h3>\n<ul>";
  for (size_t i = 0; i < std::min(kMostPerPair, records.size()); ++i) {
    const EvalRecord& record = content.records[records[i]];
    html += "<li>";
    const auto& drawn = content.pictures.mistakes;
    const bool is_drawn = std::any_of(
        drawn.begin(), drawn.end(),
        [&](const DrawnMistake& one) { return one.record == records[i]; });
    const std::string name = HtmlName(record.picture);
    html += is_drawn ? "<a href=\"#m" + std::to_string(records[i]) + "\">" +
                           name + "</a>"
                     : name;
    html += ", score " + PercentText(double{record.scores.front()}) + "</li>\n";
  }
  html += "</ul>\n";
  if (records.size() > kMostPerPair)
    html += "<p class=\"note\">and " +
            std::to_string(records.size() - kMostPerPair) +
            " more in pictures.jsonl</p>\n";
  return html;
}

}  // namespace

std::vector<size_t> MatrixClasses(const Evaluation& evaluation, size_t most) {
  std::map<size_t, size_t> mistakes;
  for (const auto& [pair, pictures] : evaluation.confusion)
    if (pair.first != pair.second) {
      mistakes[pair.first] += pictures;
      mistakes[pair.second] += pictures;
    }
  std::vector<size_t> classes;
  for (const auto& [index, result] : evaluation.classes)
    classes.push_back(index);
  std::stable_sort(classes.begin(), classes.end(), [&](size_t a, size_t b) {
    return mistakes[a] > mistakes[b];
  });
  if (classes.size() > most) classes.resize(most);
  std::sort(classes.begin(), classes.end());
  return classes;
}

std::string ConfusionSection(const ReportContent& content) {
  const std::vector<ConfusedPair> pairs = ConfusedPairs(content.evaluation);
  std::string html = "<section id=\"confusion\"><h2>Confusion matrix</h2>\n";
  html += Matrix(content, pairs).Html();
  const auto pictures = PicturesOfPairs(content, pairs);
  for (size_t i = 0; i < std::min(kMostPairs, pairs.size()); ++i)
    html += PairHtml(content, pairs[i], pictures.at(pairs[i].pair));
  if (pairs.size() > kMostPairs)
    html += "<p class=\"note\">and " +
            std::to_string(pairs.size() - kMostPairs) +
            " rarer confusions in confusion.csv</p>\n";
  return html + "</section>\n";
}

}  // namespace camglass
