// camtool eval: how often a network is right about labelled pictures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/progress_bar.h"
#include "engine/base/console.h"
#include "engine/base/signal_note.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/evaluation.h"
#include "tools/audit/evaluation_text.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/picture_digest.h"
#include "tools/audit/run_folder.h"
#include "tools/command.h"
#include "tools/labelled_flags.h"
#include "tools/write_report.h"

namespace camglass {
namespace {

constexpr size_t kMistakes = 100;

struct EvalFlags : LabelledFlags {
  bool json = false;
};

Status CheckFlags(const EvalFlags& flags) {
  CAMGLASS_RETURN_IF_ERROR(CheckLabelledFlags(flags));
  if (flags.resume && flags.out.empty())
    return UsageError("--resume needs the --out DIR of the run before");
  if (flags.quiet && !flags.json && flags.out.empty())
    return UsageError(
        "--quiet leaves nothing to see; give --json or --out DIR too");
  if (flags.force && flags.out.empty())
    return UsageError("--force is for --out DIR, which is not given");
  return Status();
}

// The shard's pictures, with the model's classes as their labels.
StatusOr<std::vector<LabelledPicture>> PicturesOf(const EvalFlags& flags,
                                                  const LabelledSet& set,
                                                  const Explainer& explainer) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<size_t> classes,
                            ModelClassesOf(set, explainer.info().classes));
  CAMGLASS_ASSIGN_OR_RETURN(const Shard shard, ParseShard(flags.shard));
  std::vector<LabelledPicture> pictures;
  for (size_t i = shard.index - 1; i < set.pictures.size(); i += shard.count) {
    pictures.push_back(set.pictures[i]);
    pictures.back().label = classes[set.pictures[i].label];
  }
  return pictures;
}

// What records depend on.
StatusOr<std::string> SettingsOf(const EvalFlags& flags, const ModelInfo& info,
                                 const std::vector<LabelledPicture>& pictures) {
  nlohmann::ordered_json json;
  json["schema"] = 1;
  json["kind"] = "eval";
  CAMGLASS_ASSIGN_OR_RETURN(json["model_sha256"], ModelSha256(flags));
  json["pictures"] = pictures.size();
  json["pictures_sha256"] = DigestOf(pictures, PhysicalCores());
  json["shard"] = flags.shard;
  json["resize_rule"] = NameOf(ResizeRuleFor(flags.explain, info));
  json["exif"] = !flags.explain.no_exif;
  return json.dump();
}

Status WriteFolder(const RunFolder& folder, const EvaluationTexts& texts,
                   const std::string& summary) {
  CAMGLASS_RETURN_IF_ERROR(folder.Write("classes.csv", ClassesCsv(texts)));
  CAMGLASS_RETURN_IF_ERROR(folder.Write("confusion.csv", ConfusionCsv(texts)));
  return folder.Write("summary.json", summary + "\n");
}

std::string WordsAtSignal(const EvalFlags& flags) {
  if (flags.out.empty())
    return "camtool: stopped, and nothing is kept; with --out DIR, --resume "
           "could go on from here";
  return "camtool: stopped; the same command with --resume goes on, from the "
         "records in " +
         flags.out;
}

// The records of all pictures, of this run and the one before, by name.
StatusOr<std::vector<EvalRecord>> MakeRecords(
    const EvalFlags& flags, std::vector<LabelledPicture> pictures,
    RunFolder* folder, Explainer* explainer) {
  std::vector<EvalRecord> records;
  if (folder != nullptr) {
    const auto parse = [explainer](std::string_view line) {
      return ParseEvalLine(line, explainer->info().classes.size());
    };
    CAMGLASS_RETURN_IF_ERROR(folder->TakeDone(
        [&parse](std::string_view line) { return parse(line).status(); },
        [&](std::string_view line) { records.push_back(*parse(line)); },
        &pictures));
  }
  ProgressBar bar(pictures.size(), flags.quiet);
  const SignalNote note(flags.quiet ? "" : WordsAtSignal(flags));
  EvaluateJob job;
  job.pictures = std::move(pictures);
  job.decoders = PhysicalCores();
  job.apply_exif = !flags.explain.no_exif;
  job.progress = [&bar](const std::string& path) { bar.Show(path); };
  if (folder != nullptr)
    job.keep = [folder](const EvalRecord& record) {
      return folder->Append(ToLine(record));
    };
  CAMGLASS_ASSIGN_OR_RETURN(std::vector<EvalRecord> made,
                            EvaluatePictures(job, explainer));
  for (EvalRecord& record : made) records.push_back(std::move(record));
  std::sort(records.begin(), records.end(),
            [](const EvalRecord& a, const EvalRecord& b) {
              return a.picture < b.picture;
            });
  return records;
}

int ExitStatusOf(const Evaluation& evaluation) {
  return evaluation.unreadable > 0 ? exit_status::kPartlyFailed
                                   : exit_status::kOk;
}

StatusOr<int> Report(const EvalFlags& flags,
                     const std::vector<EvalRecord>& records,
                     const std::vector<LabelledPicture>& pictures,
                     const RunFolder* folder, Explainer* explainer) {
  for (const EvalRecord& record : records)
    if (!record.error.empty())
      PrintError("camtool: %s: %s\n", record.picture, record.error);
  const Evaluation evaluation = Evaluate(records, kMistakes);
  if (evaluation.pictures == 0)
    return NotFound(records.empty()
                        ? "there is no picture in this shard; give fewer shards"
                        : "none of the pictures can be read");
  const EvaluationTexts texts{evaluation, records, explainer->info().classes};
  const std::string summary =
      ToJson(texts, flags.explain.model, flags.source());
  if (folder != nullptr) {
    CAMGLASS_RETURN_IF_ERROR(WriteFolder(*folder, texts, summary));
    CAMGLASS_RETURN_IF_ERROR(
        WriteReport(flags, texts, pictures, "", *folder, explainer));
  }
  if (flags.json)
    PrintJsonLine(summary);
  else if (!flags.quiet)
    PrintLines(ForPeople(texts));
  return ExitStatusOf(evaluation);
}

StatusOr<int> Eval(EvalFlags flags) {
  CAMGLASS_RETURN_IF_ERROR(ApplyTargetFromEnvironment());
  CAMGLASS_RETURN_IF_ERROR(CheckFlags(flags));
  flags.explain.top = 5;
  CAMGLASS_ASSIGN_OR_RETURN(const LabelledSet set, ReadSet(flags));
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            MakeExplainer(flags.explain));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<LabelledPicture> pictures,
                            PicturesOf(flags, set, *explainer));
  std::unique_ptr<RunFolder> folder;
  if (!flags.out.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::string settings,
                              SettingsOf(flags, explainer->info(), pictures));
    CAMGLASS_ASSIGN_OR_RETURN(
        folder,
        RunFolder::Open(flags.out, settings, flags.resume, flags.force));
  }
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::vector<EvalRecord> records,
      MakeRecords(flags, pictures, folder.get(), explainer.get()));
  return Report(flags, records, pictures, folder.get(), explainer.get());
}

}  // namespace

void AddEvalCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<EvalFlags>();
  CLI::App* command = NewCommand(
      app, "eval", "Count how often a network is right about labelled pictures",
      "  camtool eval val/ --model mine.safetensors\n"
      "  camtool eval val/ --model resnet18 --resize-rule crop --out val.eval\n"
      "  camtool eval --labels val.csv --model resnet18 --json\n"
      "  camtool eval val/ --model resnet18 --out val.eval --resume");
  AddLabelledFlags(
      command,
      "Folder for the report, records, classes, confusion matrix and "
      "summary",
      flags.get());
  command->add_flag("--json", flags->json, "One JSON object");
  command->callback([flags, status] {
    const StatusOr<int> result = Eval(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
