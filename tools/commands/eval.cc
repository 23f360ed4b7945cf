// camtool eval: how often a network is right about labelled pictures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/progress_bar.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/file_bytes.h"
#include "engine/base/printable_text.h"
#include "engine/base/signal_note.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/eval_run.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/evaluation.h"
#include "tools/audit/evaluation_text.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/merged_run.h"
#include "tools/audit/picture_digest.h"
#include "tools/audit/run_folder.h"
#include "tools/command.h"
#include "tools/labelled_flags.h"
#include "tools/write_report.h"

namespace camglass {
namespace {

constexpr size_t kMistakes = 100;

struct EvalFlags : LabelledFlags {
  std::vector<std::string> merge;
  bool json = false;
};

Status CheckMergeFlags(const EvalFlags& flags) {
  if (!flags.source().empty() || flags.resume ||
      flags.shard != EvalFlags().shard)
    return UsageError(
        "--merge takes the folders of shards, and --out DIR beside it");
  if (flags.out.empty())
    return UsageError("--merge needs --out DIR for what it makes");
  return CheckMergeOut(flags.merge, flags.out);
}

Status CheckFlags(const EvalFlags& flags) {
  if (!flags.merge.empty()) return CheckMergeFlags(flags);
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

StatusOr<EvalRun> RunOf(const EvalFlags& flags, const LabelledSet& set,
                        const ModelInfo& info,
                        const std::vector<LabelledPicture>& pictures) {
  EvalRun run;
  run.model = EscapedText(flags.explain.model);
  CAMGLASS_ASSIGN_OR_RETURN(run.model_sha256, ModelSha256(flags));
  run.model_classes = info.classes;
  run.source = EscapedText(flags.source());
  run.pictures = set.pictures.size();
  run.pictures_sha256 = PicturesSha256(set.pictures);
  run.contents = PartDigestOf(pictures, PhysicalCores());
  run.resize_rule = NameOf(ResizeRuleFor(flags.explain, info));
  run.exif = !flags.explain.no_exif;
  CAMGLASS_ASSIGN_OR_RETURN(run.shard, ParseShard(flags.shard));
  return run;
}

// The records in the order of their names, whatever the order of the work.
Status WriteFolder(const RunFolder& folder, const EvaluationTexts& texts,
                   const std::string& summary) {
  std::string lines;
  for (const EvalRecord& record : texts.records) lines += ToLine(record);
  CAMGLASS_RETURN_IF_ERROR(folder.Write("pictures.jsonl", lines));
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

void SortByName(std::vector<EvalRecord>* records) {
  std::sort(records->begin(), records->end(),
            [](const EvalRecord& a, const EvalRecord& b) {
              return a.picture < b.picture;
            });
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
  SortByName(&records);
  return records;
}

int ExitStatusOf(const Evaluation& evaluation) {
  return evaluation.unreadable > 0 ? exit_status::kPartlyFailed
                                   : exit_status::kOk;
}

// pictures and explainer: null after a merge, which doesn't know where they
// are.
StatusOr<int> Report(const EvalFlags& flags, const EvalRun& run,
                     const std::vector<EvalRecord>& records,
                     const std::vector<LabelledPicture>* pictures,
                     const RunFolder* folder, Explainer* explainer) {
  for (const EvalRecord& record : records)
    if (!record.error.empty())
      PrintError("camtool: %s: %s\n", record.picture, record.error);
  const Evaluation evaluation = Evaluate(records, kMistakes);
  if (evaluation.pictures == 0)
    return NotFound(records.empty()
                        ? "there is no picture in this shard; give fewer shards"
                        : "none of the pictures can be read");
  const EvaluationTexts texts{evaluation, records, run.model_classes};
  const std::string summary = ToJson(texts, run.model, run.source);
  if (folder != nullptr)
    CAMGLASS_RETURN_IF_ERROR(WriteFolder(*folder, texts, summary));
  if (folder != nullptr && pictures != nullptr)
    CAMGLASS_RETURN_IF_ERROR(
        WriteReport(flags, texts, *pictures, "", *folder, explainer));
  if (flags.json)
    PrintJsonLine(summary);
  else if (!flags.quiet)
    PrintLines(ForPeople(texts));
  if (pictures == nullptr && !flags.json && !flags.quiet)
    Print(
        "for report.html: camtool eval with the pictures and the model, "
        "--resume --out %s\n",
        folder->folder());
  return ExitStatusOf(evaluation);
}

StatusOr<int> EvalPictures(EvalFlags flags) {
  flags.explain.top = 5;
  CAMGLASS_ASSIGN_OR_RETURN(const LabelledSet set, ReadSet(flags));
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            MakeExplainer(flags.explain));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<LabelledPicture> pictures,
                            PicturesOf(flags, set, *explainer));
  std::unique_ptr<RunFolder> folder;
  EvalRun run;
  run.model = EscapedText(flags.explain.model);
  run.source = EscapedText(flags.source());
  run.model_classes = explainer->info().classes;
  if (!flags.out.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(run,
                              RunOf(flags, set, explainer->info(), pictures));
    CAMGLASS_ASSIGN_OR_RETURN(
        folder,
        RunFolder::Open(flags.out, ToJson(run), flags.resume, flags.force));
  }
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::vector<EvalRecord> records,
      MakeRecords(flags, pictures, folder.get(), explainer.get()));
  return Report(flags, run, records, &pictures, folder.get(), explainer.get());
}

// A shard's records, to *records.
Status AddShard(const std::string& folder, std::vector<EvalRecord>* records) {
  CAMGLASS_ASSIGN_OR_RETURN(const EvalRun run, ReadRun(folder, ParseEvalRun));
  const std::string path = folder + "/pictures.jsonl";
  size_t added = 0;
  if (run.shard_pictures() > 0) {
    CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file, RecordsIn(folder));
    std::string_view text(reinterpret_cast<const char*>(file.bytes.data()),
                          file.bytes.size());
    for (size_t end; (end = text.find('\n')) != std::string_view::npos;
         text.remove_prefix(end + 1), ++added) {
      auto record =
          ParseEvalLine(text.substr(0, end), run.model_classes.size());
      if (!record.ok()) return record.status().WithContext(path);
      records->push_back(*std::move(record));
    }
  }
  if (added == run.shard_pictures()) return Status();
  return InvalidInput(folder + ": it has records of " +
                      Counted(added, "picture") + ", not of " +
                      std::to_string(run.shard_pictures()) +
                      "; finish that shard with --resume");
}

StatusOr<int> Merge(const EvalFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const EvalRun run,
                            MergedRun(flags.merge, "eval", ParseEvalRun));
  std::vector<EvalRecord> records;
  for (const std::string& folder : flags.merge)
    CAMGLASS_RETURN_IF_ERROR(AddShard(folder, &records));
  SortByName(&records);
  const auto twice =
      std::adjacent_find(records.begin(), records.end(),
                         [](const EvalRecord& a, const EvalRecord& b) {
                           return a.picture == b.picture;
                         });
  if (twice != records.end())
    return InvalidInput("the picture " + twice->picture + " occurs twice");
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::unique_ptr<RunFolder> folder,
      RunFolder::Open(flags.out, ToJson(run), /*resume=*/false, flags.force));
  return Report(flags, run, records, nullptr, folder.get(), nullptr);
}

StatusOr<int> Eval(const EvalFlags& flags) {
  CAMGLASS_RETURN_IF_ERROR(ApplyTargetFromEnvironment());
  CAMGLASS_RETURN_IF_ERROR(CheckFlags(flags));
  return flags.merge.empty() ? EvalPictures(flags) : Merge(flags);
}

}  // namespace

void AddEvalCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<EvalFlags>();
  CLI::App* command = NewCommand(
      app, "eval", "Count how often a network is right about labelled pictures",
      "  camtool eval val/ --model mine.safetensors\n"
      "  camtool eval val/ --model resnet18 --resize-rule crop --out val.eval\n"
      "  camtool eval --labels val.csv --model resnet18 --json\n"
      "  camtool eval val/ --model resnet18 --out val.eval --resume\n"
      "  camtool eval val/ --model resnet18 --shard 2/4 --out s2\n"
      "  camtool eval --merge s1 s2 s3 s4 --out val.eval");
  AddLabelledFlags(
      command,
      "Folder for the report, records, classes, confusion matrix and "
      "summary",
      flags.get());
  command
      ->add_option("--merge", flags->merge,
                   "Make one evaluation of these folders of all shards")
      ->type_name("DIR...");
  command->add_flag("--json", flags->json, "One JSON object");
  command->callback([flags, status] {
    const StatusOr<int> result = Eval(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
