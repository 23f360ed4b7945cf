#include "tools/report/class_section.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/counted.h"
#include "tools/report/html.h"

namespace camglass {
namespace {

constexpr size_t kMostClassPages = 1500;

using ClassEntry = std::pair<size_t, ClassResult>;

// Those with pictures, the least accurate first.
std::vector<ClassEntry> LeastAccurate(const Evaluation& evaluation) {
  std::vector<ClassEntry> classes;
  for (const auto& [index, result] : evaluation.classes)
    if (result.pictures > 0) classes.emplace_back(index, result);
  std::stable_sort(classes.begin(), classes.end(),
                   [](const ClassEntry& a, const ClassEntry& b) {
                     return a.second.right * b.second.pictures <
                            b.second.right * a.second.pictures;
                   });
  if (classes.size() > kMostClassPages) classes.resize(kMostClassPages);
  return classes;
}

std::string Figure(const Jpeg& image, const std::string& alt,
                   const std::string& caption, const char* style = "") {
  if (image.empty()) return "";
  return "<figure" + std::string(style) + ">" + JpegImage(image, alt) +
         "<figcaption>" + caption + "</figcaption></figure>\n";
}

std::string EvidenceFact(const char* where, double share, double even) {
  return "<div><b>" + PercentText(share) + "</b>" + where + " (" +
         PercentText(even) + " if even)</div>";
}

std::string Evidence(const DrawnClass& drawn, const std::string& name) {
  const EvidenceShares& shares = drawn.shares;
  std::string html = "<div class=\"facts\">";
  html += EvidenceFact("at the border", shares.border, kEvenShares.border);
  html += EvidenceFact("in the corners", shares.corners, kEvenShares.corners);
  html += EvidenceFact("in the centre", shares.centre, kEvenShares.centre);
  html += "</div>\n<div class=\"panels\">\n";
  html +=
      Figure(drawn.mean, "mean map of " + name,
             "mean map of " + Counted(drawn.pictures, "picture") +
                 ": red speaks for the class, blue for its strongest rival");
  html += Figure(drawn.sheet, "pictures of " + name + " with their maps",
                 Counted(drawn.pictures, "picture") + " of the class",
                 " class=\"sheet\"");
  return html + "</div>\n";
}

std::string Mistake(const ReportContent& content, const DrawnMistake& drawn) {
  const EvalRecord& record = content.records[drawn.record];
  const std::string& own = content.classes[record.label];
  const std::string& predicted = content.classes[record.top.front()];
  std::string html =
      "<p id=\"m" + std::to_string(drawn.record) + "\">" +
      HtmlName(record.picture) + ": predicted " + HtmlName(predicted) + " (" +
      PercentText(double{record.scores.front()}) + "), " + HtmlName(own) +
      " has " + PercentText(double{record.label_score}) + "</p>\n";
  html += "<div class=\"panels\">\n";
  html += Figure(drawn.panels[0], record.picture, "the picture");
  html +=
      Figure(drawn.panels[1], "map of " + own, "true class " + HtmlName(own));
  html += Figure(drawn.panels[2], "map of " + predicted,
                 "predicted " + HtmlName(predicted));
  html += Figure(drawn.panels[3], "difference of the two maps",
                 "difference: red speaks for " + HtmlName(own) + ", blue for " +
                     HtmlName(predicted));
  return html + "</div>\n";
}

std::string SectionOf(const ReportContent& content, const ClassEntry& entry) {
  const auto& [index, result] = entry;
  const std::string& name = content.classes[index];
  const Share share = ShareOf(result.right, result.pictures);
  std::string html =
      "<section id=\"c" + std::to_string(index) + "\"><h3>" + HtmlName(name) +
      "</h3>\n<p>" + std::to_string(result.right) + " of " +
      Counted(result.pictures, "picture") +
      " right: " + PercentText(share.value) +
      " (95 %: " + PercentText(share.low) + " to " + PercentText(share.high) +
      "); predicted " + Counted(result.predicted, "time") + ".</p>\n";
  const auto drawn = content.pictures.classes.find(index);
  if (drawn != content.pictures.classes.end())
    html += Evidence(drawn->second, name);
  for (const DrawnMistake& mistake : content.pictures.mistakes)
    if (content.records[mistake.record].label == index)
      html += Mistake(content, mistake);
  return html + "</section>\n";
}

}  // namespace

std::string ClassLink(const ReportContent& content, size_t index) {
  const std::string name = HtmlName(content.classes[index]);
  const auto told = LeastAccurate(content.evaluation);
  const bool has_section = std::any_of(
      told.begin(), told.end(),
      [index](const ClassEntry& entry) { return entry.first == index; });
  if (!has_section) return name;
  return "<a href=\"#c" + std::to_string(index) + "\">" + name + "</a>";
}

std::string ClassTable(const ReportContent& content) {
  const auto classes = LeastAccurate(content.evaluation);
  std::string html =
      "<section id=\"classes\"><h2>Classes</h2>\n<div class=\"wide\"><table>"
      "<tr><th>class</th><th>pictures</th><th>right</th><th>accuracy</th>"
      "<th>95 % interval</th><th>predicted</th></tr>\n";
  for (const auto& [index, result] : classes) {
    const Share share = ShareOf(result.right, result.pictures);
    html += "<tr><td class=\"name\"><a href=\"#c" + std::to_string(index) +
            "\">" + HtmlName(content.classes[index]) + "</a></td><td>" +
            std::to_string(result.pictures) + "</td><td>" +
            std::to_string(result.right) + "</td><td>" +
            PercentText(share.value) + "</td><td>" + PercentText(share.low) +
            " – " + PercentText(share.high) + "</td><td>" +
            std::to_string(result.predicted) + "</td></tr>\n";
  }
  html += "</table></div>\n";
  if (classes.size() == kMostClassPages)
    html += "<p class=\"note\">The least accurate " +
            std::to_string(kMostClassPages) + "; classes.csv has all.</p>\n";
  return html + "</section>\n";
}

std::string ClassSections(const ReportContent& content) {
  std::string html =
      "<section id=\"looks\"><h2>Where it looks, class by class</h2>\n"
      "<p class=\"note\">Maps show the evidence for a class less that for the "
      "most likely other one. The parts say how much of what speaks for the "
      "class lies where in what the network saw: the border is the outer sixth "
      "of each side, the corners are a quarter by a quarter, the centre is the "
      "middle half by half.</p>\n";
  for (const ClassEntry& entry : LeastAccurate(content.evaluation))
    html += SectionOf(content, entry);
  return html + "</section>\n";
}

}  // namespace camglass
