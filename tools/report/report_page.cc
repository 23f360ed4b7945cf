#include "tools/report/report_page.h"

#include <algorithm>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "tools/report/class_section.h"
#include "tools/report/confusion_section.h"
#include "tools/report/findings_section.h"
#include "tools/report/html.h"
#include "tools/report/report_style.h"

namespace camglass {
namespace {

constexpr size_t kMostUnreadable = 100;

std::string Head(const ReportContent& content) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, "
         "initial-scale=1\">\n"
         // Even if something slipped through, it could load and run nothing.
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
         "'none'; img-src data:; style-src 'unsafe-inline'\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n"
         "<title>" +
         HtmlText(content.model) + " on " + HtmlText(content.source) +
         "</title>\n<style>" + kReportStyle + "</style></head>\n<body>\n";
}

std::string ShareFact(const char* what, const Share& share) {
  return "<div><b>" + PercentText(share.value) + "</b>" + what +
         " (95 %: " + PercentText(share.low) + " to " +
         PercentText(share.high) + ")</div>";
}

std::string Overview(const ReportContent& content) {
  const Evaluation& evaluation = content.evaluation;
  std::string html = "<header><h1>What " + HtmlName(content.model) +
                     " sees in " + HtmlName(content.source) +
                     "</h1>\n<div class=\"facts\">";
  html += "<div><b>" + std::to_string(evaluation.pictures) +
          "</b>pictures read</div>";
  if (evaluation.unreadable > 0)
    html += "<div><b>" + std::to_string(evaluation.unreadable) +
            "</b>could not be read</div>";
  html += ShareFact("top-1 accuracy", evaluation.top1);
  if (content.classes.size() > 5)
    html += ShareFact("top-5 accuracy", evaluation.top5);
  html += "<div><b>" + Format("%.4f", evaluation.calibration_error) +
          "</b>expected calibration error</div></div>\n";
  return html +
         "<nav><a href=\"#findings\">Findings</a> "
         "<a href=\"#classes\">Classes</a> "
         "<a href=\"#confusion\">Confusion matrix</a> "
         "<a href=\"#looks\">Where it looks</a> "
         "<a href=\"#calibration\">Calibration</a></nav></header>\n";
}

// A row per bin that has pictures, its accuracy also as a bar.
std::string Calibration(const Evaluation& evaluation) {
  std::string html =
      "<section id=\"calibration\"><h2>Calibration</h2>\n<p class=\"note\">Of "
      "the pictures that the network gave a score of so much, how many were "
      "right? The two agree where its scores can be trusted.</p>\n"
      "<div class=\"wide\"><table><tr><th>scores</th><th>pictures</th>"
      "<th>mean score</th><th>right</th><th>right less score</th></tr>\n";
  for (size_t i = 0; i < kReliabilityBins; ++i) {
    const ReliabilityBin& bin = evaluation.bins[i];
    if (bin.pictures == 0) continue;
    const auto n = static_cast<double>(bin.pictures);
    const double right = static_cast<double>(bin.right) / n;
    const double score = bin.score_sum / n;
    html += Format("<tr><td>%.2f – %.2f</td><td>%zu</td>",
                   static_cast<double>(i) / kReliabilityBins,
                   static_cast<double>(i + 1) / kReliabilityBins, bin.pictures);
    html += "<td>" + PercentText(score) + "</td><td>" + PercentText(right) +
            "</td><td>" + Format("%+.1f", 100 * (right - score)) +
            "</td></tr>\n";
  }
  return html + "</table></div></section>\n";
}

std::string Unreadable(const ReportContent& content) {
  if (content.evaluation.unreadable == 0) return "";
  std::string html =
      "<section id=\"unreadable\"><h2>Pictures that could not be read</h2>\n"
      "<ul>";
  size_t told = 0;
  for (const EvalRecord& record : content.records) {
    if (record.error.empty()) continue;
    if (told++ == kMostUnreadable) break;
    html += "<li>" + HtmlName(record.picture) + ": " + HtmlText(record.error) +
            "</li>\n";
  }
  html += "</ul>\n";
  if (content.evaluation.unreadable > kMostUnreadable)
    html += "<p class=\"note\">pictures.jsonl has all of them.</p>\n";
  return html + "</section>\n";
}

}  // namespace

std::string ReportPage(const ReportContent& content) {
  return Head(content) + Overview(content) + "<main>\n" +
         FindingsSection(content.findings) + ClassTable(content) +
         ConfusionSection(content) + ClassSections(content) +
         Calibration(content.evaluation) + Unreadable(content) +
         "</main>\n</body></html>\n";
}

}  // namespace camglass
