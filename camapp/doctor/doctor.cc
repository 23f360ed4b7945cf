#include "camapp/doctor/doctor.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/console.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

const char* NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood:
      return "ok";
    case Verdict::kNote:
      return "note";
    case Verdict::kAction:
      return "to do";
  }
  return "?";
}

void PrintText(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    Print("%-6s %s: %s\n", NameOf(finding.verdict), finding.subject,
          finding.text);
}

void PrintJson(const std::vector<Finding>& findings) {
  Json json = {{"schema", 1}, {"findings", Json::array()}};
  for (const Finding& finding : findings)
    json["findings"].push_back({{"verdict", NameOf(finding.verdict)},
                                {"subject", finding.subject},
                                {"text", finding.text}});
  PrintJsonLine(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

int RunDoctor(SystemCalls& system, bool json) {
  std::vector<Finding> findings = ExamineCameras(system);
  for (const auto& examine : {ExamineCpu, ExamineModels, ExamineDisplay}) {
    std::vector<Finding> more = examine();
    findings.insert(findings.end(), more.begin(), more.end());
  }
  json ? PrintJson(findings) : PrintText(findings);
  const bool action = std::any_of(
      findings.begin(), findings.end(),
      [](const Finding& f) { return f.verdict == Verdict::kAction; });
  return action ? 1 : 0;
}

}  // namespace camglass
