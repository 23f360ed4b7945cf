#include "tools/report/findings_section.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/base/console.h"
#include "tools/report/html.h"

namespace camglass {
namespace {

using Json = nlohmann::json;

constexpr size_t kMostFindings = 100;
constexpr size_t kMostQuestions = 500;
constexpr size_t kMostSentenceCharacters = 3000;  // it has names in it

std::string TextOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

// NaN where it is null or not there.
double NumberOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>()
                                                     : std::nan("");
}

const Json& ListOf(const Json& object, const char* key) {
  static const Json kNone = Json::array();
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : kNone;
}

std::string ShortNumber(double number) {
  return std::isfinite(number) ? Format("%.3g", number) : "–";
}

// "cat, dog"; null stands for all others.
std::string ClassesOf(const Json& object) {
  std::string text;
  for (const Json& name : ListOf(object, "classes")) {
    if (!text.empty()) text += ", ";
    text += name.is_string() ? HtmlName(name.get<std::string>()) : "all others";
  }
  return text;
}

std::string Fact(const std::string& value, const std::string& what) {
  return "<div><b>" + value + "</b>" + what + "</div>";
}

std::string FindingBox(const Json& finding) {
  const std::string owner = TextOf(finding, "owner");
  std::string html = "<article class=\"finding\"><p><strong>";
  html += HtmlText(ShortNumber(NumberOf(finding, "rank"))) + ". " +
          HtmlText(TextOf(finding, "kind")) + " (" +
          HtmlText(TextOf(finding, "place")) + ")</strong></p><p>";
  html += HtmlText(TextOf(finding, "sentence"), kMostSentenceCharacters) +
          "</p><div class=\"facts\">";
  html += Fact(
      PercentText(NumberOf(finding, "share")),
      "hangs on it, at least " + PercentText(NumberOf(finding, "share_low")));
  html += Fact(PercentText(NumberOf(finding, "accuracy_own")),
               "right with it from their own class");
  html += Fact(PercentText(NumberOf(finding, "accuracy_other")),
               "right with it from another class");
  html += Fact(PercentText(NumberOf(finding, "accuracy_erased")),
               "right with it erased");
  html += Fact(ShortNumber(NumberOf(finding, "p")), "p, corrected");
  html += Fact(ShortNumber(NumberOf(finding, "n")), "pictures changed");
  if (!owner.empty()) html += Fact(HtmlName(owner), "has the cue");
  return html + "</div></article>\n";
}

std::string QuestionRow(const Json& question) {
  const auto found = question.find("found");
  const bool is_found =
      found != question.end() && found->is_boolean() && found->get<bool>();
  return "<tr><td class=\"name\">" + HtmlText(TextOf(question, "question")) +
         " (" + HtmlText(TextOf(question, "place")) +
         ")</td><td class=\"name\">" + ClassesOf(question) + "</td><td>" +
         PercentText(NumberOf(question, "share")) + "</td><td>" +
         PercentText(NumberOf(question, "share_low")) + "</td><td>" +
         ShortNumber(NumberOf(question, "p_corrected")) + "</td><td>" +
         PercentText(NumberOf(question, "detectable")) + "</td><td>" +
         (is_found ? "<b>yes</b>" : "no") + "</td><td class=\"name\">" +
         HtmlText(TextOf(question, "why")) + "</td></tr>\n";
}

std::string QuestionsTable(const Json& asked) {
  if (asked.empty()) return "";
  std::string html =
      "<h3>Every question that was asked</h3>\n<div class=\"wide\"><table><tr>"
      "<th>what</th><th>between</th><th>share</th><th>at least</th><th>p</th>"
      "<th>would have been found from</th><th>found</th><th>why</th></tr>\n";
  for (size_t i = 0; i < std::min(kMostQuestions, asked.size()); ++i)
    html += QuestionRow(asked[i]);
  html += "</table></div>\n";
  if (asked.size() > kMostQuestions)
    html += "<p class=\"note\">findings.json has all " +
            std::to_string(asked.size()) + ".</p>\n";
  return html;
}

}  // namespace

std::string FindingsSection(const std::string& findings) {
  const Json json = Json::parse(findings, nullptr, /*allow_exceptions=*/false);
  std::string html = "<section id=\"findings\"><h2>Findings</h2>\n";
  if (!json.is_object())
    return html +
           "<p>This report tells how often the network is right and where it "
           "looks. What its answers depend on (colours, texture, border, marks "
           "in a corner) is what <code>camtool audit</code> "
           "asks.</p></section>\n";
  html += "<p>" + HtmlText(TextOf(json, "summary")) + "</p>\n";
  const Json& found = ListOf(json, "findings");
  for (size_t i = 0; i < std::min(kMostFindings, found.size()); ++i)
    html += FindingBox(found[i]);
  if (found.size() > kMostFindings)
    html += "<p class=\"note\">The strongest " + std::to_string(kMostFindings) +
            "; findings.json has all " + std::to_string(found.size()) +
            ".</p>\n";
  html += "<p class=\"note\">" + HtmlText(TextOf(json, "reminder")) + "</p>\n";
  return html + QuestionsTable(ListOf(json, "asked")) + "</section>\n";
}

}  // namespace camglass
