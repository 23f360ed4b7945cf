#include "tools/verify_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "tools/command.h"
#include "weights/checkpoint.h"

namespace camglass {
namespace {

using Json = nlohmann::json;

void PrintValue(const ValueComparison& value, const char* verdict) {
  Print("  %-24s %-18s largest error %.3g of %.3g (%.2e) at %s  %s\n",
        value.name, ShapeText(value.shape), value.largest_error,
        value.largest_expected, value.RelativeError(),
        PlaceText(value.worst_at, value.shape), verdict);
  if (value.agrees) return;
  Print(
      "  %-24s first beyond the tolerance at %s: expected %.9g, "
      "computed %.9g\n",
      "", PlaceText(value.first_at, value.shape),
      static_cast<double>(value.first_expected),
      static_cast<double>(value.first_computed));
}

void PrintTable(const ArchiveReport& report) {
  Print("%s\n", report.archive);
  bool first = true;
  for (const ValueComparison& value : report.values) {
    const char* verdict = value.agrees ? "agrees" : "differs";
    if (!value.agrees && first) verdict = "differs: the first that does";
    first = first && value.agrees;
    PrintValue(value, verdict);
  }
}

// Not-a-number spreads: the first layer that has it is the one to look at.
void PrintNonFinite(const std::string& model, const NonFiniteLayer& layer) {
  std::string text = "the layer " + layer.name + " gives " +
                     Counted(layer.count, "value that is not a finite number",
                             "values that are not finite numbers") +
                     ", and no layer before "
                     "it does";
  if (!layer.tensor.empty())
    text += "; its weights " + layer.tensor + " are not finite";
  PrintError("camtool: %s: %s\n", model, text);
}

Json Number(double value) {
  return std::isfinite(value) ? Json(value) : Json();
}

Json ValueToJson(const ValueComparison& value) {
  Json out = {{"name", value.name},
              {"shape", value.shape},
              {"agrees", value.agrees},
              {"largest_expected", Number(value.largest_expected)},
              {"largest_error", Number(value.largest_error)},
              {"relative_error", Number(value.RelativeError())},
              {"at", PlaceOf(value.worst_at, value.shape)},
              {"non_finite", value.non_finite}};
  if (!value.agrees)
    out["first"] = {
        {"at", PlaceOf(value.first_at, value.shape)},
        {"expected", Number(static_cast<double>(value.first_expected))},
        {"computed", Number(static_cast<double>(value.first_computed))}};
  return out;
}

Json ReportToJson(const ArchiveReport& report) {
  Json out = {{"file", report.archive}, {"agrees", report.Agrees()}};
  if (!report.error.ok()) {
    out["error"] = report.error.message();
    return out;
  }
  out["values"] = Json::array();
  for (const ValueComparison& value : report.values)
    out["values"].push_back(ValueToJson(value));
  if (report.non_finite)
    out["non_finite_layer"] = {{"name", report.non_finite->name},
                               {"count", report.non_finite->count},
                               {"weights", report.non_finite->tensor}};
  return out;
}

}  // namespace

bool ArchiveReport::Agrees() const {
  return error.ok() &&
         std::all_of(values.begin(), values.end(),
                     [](const auto& value) { return value.agrees; });
}

bool ArchiveReport::Finite() const {
  return std::all_of(values.begin(), values.end(),
                     [](const auto& value) { return value.non_finite == 0; });
}

void PrintReport(const std::string& model, const ArchiveReport& report,
                 bool quiet) {
  if (!report.values.empty() && !quiet) PrintTable(report);
  if (report.non_finite) PrintNonFinite(model, *report.non_finite);
  if (!report.error.ok()) Fail(report.error);
}

std::string ReportsToJson(const std::string& model,
                          const std::vector<ArchiveReport>& reports) {
  Json out = {
      {"schema", 1},
      {"model", model},
      {"tolerance", kVerifyTolerance},
      {"agree", std::count_if(reports.begin(), reports.end(),
                              [](const auto& r) { return r.Agrees(); })},
      {"archives", Json::array()}};
  for (const ArchiveReport& report : reports)
    out["archives"].push_back(ReportToJson(report));
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace camglass
