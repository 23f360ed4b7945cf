// camtool verify: does a model compute what another program computed?
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "camapp/cam/plan_flags.h"
#include "engine/base/console.h"
#include "tools/command.h"
#include "tools/verification.h"
#include "tools/verify_report.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

struct VerifyFlags {
  std::string model = kDefaultModel;
  std::string against;
  PlanOptions plan;
  bool as_json = false;
  bool quiet = false;
};

// The archive itself, or all of a folder, by name.
StatusOr<std::vector<std::string>> ArchivesOf(const std::string& against) {
  std::error_code error;
  if (!fs::is_directory(against, error)) return std::vector{against};
  std::vector<std::string> archives;
  for (fs::directory_iterator it(against, error), end; !error && it != end;
       it.increment(error))
    if (it->path().extension() == ".npz") archives.push_back(it->path());
  std::sort(archives.begin(), archives.end());
  if (archives.empty())
    return NotFound(against + ": there is no .npz file in this folder");
  return archives;
}

Status VerifyInto(const LoadedModel& model, const PlanOptions& plan,
                  ArchiveReport* report) {
  CAMGLASS_ASSIGN_OR_RETURN(const NpzArchive expected,
                            ReadNpzFile(report->archive));
  auto values = Verify(model, expected, plan);
  if (!values.ok()) return values.status().WithContext(report->archive);
  report->values = *std::move(values);
  if (report->Finite()) return Status();
  CAMGLASS_ASSIGN_OR_RETURN(report->non_finite, FindNonFinite(model, expected));
  return Status();
}

// Every archive is tried; one that can't be used counts as a failure.
std::vector<ArchiveReport> VerifyAll(const LoadedModel& model,
                                     const std::vector<std::string>& archives,
                                     const VerifyFlags& flags) {
  std::vector<ArchiveReport> reports;
  for (const std::string& archive : archives) {
    ArchiveReport& report = reports.emplace_back();
    report.archive = archive;
    report.error = VerifyInto(model, flags.plan, &report);
    if (!flags.as_json) PrintReport(model.path, report, flags.quiet);
  }
  return reports;
}

// As of a batch of pictures.
int StatusOf(const std::vector<ArchiveReport>& reports, size_t agree) {
  if (!std::all_of(reports.begin(), reports.end(),
                   [](const auto& report) { return report.Finite(); }))
    return exit_status::kPartlyFailed;
  if (agree == reports.size()) return exit_status::kOk;
  return agree == 0 ? exit_status::kFailed : exit_status::kPartlyFailed;
}

// What is wrong with a single archive is said already.
bool SaysMore(const std::vector<ArchiveReport>& reports) {
  return reports.size() > 1 || reports.front().error.ok();
}

StatusOr<int> RunVerify(const VerifyFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.model, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel model, LoadModel(path));
  CAMGLASS_ASSIGN_OR_RETURN(const auto archives, ArchivesOf(flags.against));
  const auto reports = VerifyAll(model, archives, flags);
  const auto agree = static_cast<size_t>(
      std::count_if(reports.begin(), reports.end(),
                    [](const auto& report) { return report.Agrees(); }));
  if (flags.as_json)
    PrintJsonLine(ReportsToJson(model.path, reports));
  else if (!flags.quiet && SaysMore(reports))
    Print("%zu of %zu agree within %g of the largest value\n", agree,
          reports.size(), kVerifyTolerance);
  return StatusOf(reports, agree);
}

}  // namespace

void AddVerifyCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<VerifyFlags>();
  CLI::App* command = NewCommand(
      app, "verify", "Compare a model with values from another program",
      "  camtool verify resnet18 --against expected/dog.npz\n"
      "  camtool verify mine.safetensors --against expected/\n"
      "  camtool verify resnet18 --against dog.npz --json | jq .agree\n"
      "  camtool verify resnet18 --against dog.npz --conv direct\n"
      "An .npz holds 'resized' (uint8 [h, w, 3]) or 'input' (float32 [3, h, "
      "w],\n"
      "preprocessed), and any of 'logits', 'features', 'cam' or a layer's "
      "name.\n"
      "The exit status is 0 if all agree, 1 if none does, and 3 if some do or "
      "if\n"
      "values are not finite.");
  command->add_option("MODEL", flags->model, "a model's name or file")
      ->required();
  command
      ->add_option("--against", flags->against,
                   "an .npz file, or a folder of them")
      ->required();
  AddPlanFlags(command, &flags->plan);
  command->add_flag("--json", flags->as_json, "one JSON object");
  command->add_flag("--quiet", flags->quiet, "print nothing but errors");
  command->callback([flags, status] {
    const StatusOr<int> result = RunVerify(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
