// camtool eval: how often a network is right about labelled pictures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/flag_values.h"
#include "camapp/cam/progress_bar.h"
#include "engine/base/console.h"
#include "engine/base/file_bytes.h"
#include "engine/base/sha256.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/eval_folder.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/evaluation.h"
#include "tools/audit/evaluation_text.h"
#include "tools/audit/labelled_set.h"
#include "tools/command.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

constexpr size_t kMistakes = 100;

struct EvalFlags {
  std::string folder;
  std::string labels;
  std::string out;
  std::string shard = "1/1";
  ExplainFlags explain;
  bool resume = false;
  bool force = false;
  bool json = false;
  bool quiet = false;
};

Status CheckFlags(const EvalFlags& flags) {
  if (flags.folder.empty() && flags.labels.empty())
    return UsageError("give a folder of pictures or --labels FILE");
  if (!flags.folder.empty() && !flags.labels.empty())
    return UsageError("give a folder or --labels FILE, not both");
  if (flags.resume && flags.out.empty())
    return UsageError("--resume needs the --out DIR of the run before");
  if (flags.force && flags.resume)
    return UsageError("--force begins again and --resume goes on; give one");
  if (flags.force && flags.out.empty())
    return UsageError("--force is for --out DIR, which is not given");
  return ParseShard(flags.shard).status();
}

std::string SourceOf(const EvalFlags& flags) {
  return flags.labels.empty() ? flags.folder : flags.labels;
}

StatusOr<LabelledSet> ReadSet(const EvalFlags& flags) {
  return flags.labels.empty() ? ReadPictureTree(flags.folder)
                              : ReadLabelFile(flags.labels);
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

// What records depend on. Names in it are hashed: they may be any bytes.
StatusOr<std::string> SettingsOf(const EvalFlags& flags,
                                 const std::vector<LabelledPicture>& pictures) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.explain.model, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes model, MapFile(path));
  Sha256 names;
  for (const LabelledPicture& picture : pictures) {
    const std::string line =
        picture.name + '\0' + std::to_string(picture.label) + '\n';
    names.Add(std::as_bytes(std::span(line)));
  }
  nlohmann::ordered_json json;
  json["schema"] = 1;
  json["kind"] = "eval";
  json["model_sha256"] = Sha256Of(model.bytes);
  json["pictures"] = pictures.size();
  json["pictures_sha256"] = names.Finish();
  json["shard"] = flags.shard;
  json["resize_rule"] = static_cast<int>(flags.explain.resize_rule);
  json["exif"] = !flags.explain.no_exif;
  return json.dump();
}

Status WriteFolder(const EvalFolder& folder, const EvaluationTexts& texts,
                   const std::string& summary) {
  CAMGLASS_RETURN_IF_ERROR(folder.Write("classes.csv", ClassesCsv(texts)));
  CAMGLASS_RETURN_IF_ERROR(folder.Write("confusion.csv", ConfusionCsv(texts)));
  return folder.Write("summary.json", summary + "\n");
}

// The records of all pictures, of this run and the one before, by name.
StatusOr<std::vector<EvalRecord>> MakeRecords(
    const EvalFlags& flags, std::vector<LabelledPicture> pictures,
    EvalFolder* folder, Explainer* explainer) {
  std::vector<EvalRecord> records;
  if (folder != nullptr) {
    CAMGLASS_ASSIGN_OR_RETURN(
        records, folder->TakeDone(explainer->info().classes.size(), &pictures));
  }
  ProgressBar bar(pictures.size(), flags.quiet);
  EvaluateJob job;
  job.pictures = std::move(pictures);
  job.decoders = PhysicalCores();
  job.apply_exif = !flags.explain.no_exif;
  job.progress = [&bar](const std::string& path) { bar.Show(path); };
  if (folder != nullptr)
    job.keep = [folder](const EvalRecord& record) {
      return folder->Append(record);
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
                     const EvalFolder* folder, const Explainer& explainer) {
  for (const EvalRecord& record : records)
    if (!record.error.empty())
      PrintError("camtool: %s: %s\n", record.picture, record.error);
  const Evaluation evaluation = Evaluate(records, kMistakes);
  if (evaluation.pictures == 0)
    return NotFound(records.empty()
                        ? "there is no picture in this shard; give fewer shards"
                        : "none of the pictures can be read");
  const EvaluationTexts texts{evaluation, records, explainer.info().classes};
  const std::string summary =
      ToJson(texts, flags.explain.model, SourceOf(flags));
  if (folder != nullptr)
    CAMGLASS_RETURN_IF_ERROR(WriteFolder(*folder, texts, summary));
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
  if (!flags.quiet)
    for (const std::string& note : set.notes) PrintError("camtool: %s\n", note);
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            MakeExplainer(flags.explain));
  CAMGLASS_ASSIGN_OR_RETURN(std::vector<LabelledPicture> pictures,
                            PicturesOf(flags, set, *explainer));
  std::unique_ptr<EvalFolder> folder;
  if (!flags.out.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::string settings,
                              SettingsOf(flags, pictures));
    CAMGLASS_ASSIGN_OR_RETURN(
        folder,
        EvalFolder::Open(flags.out, settings, flags.resume, flags.force));
  }
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::vector<EvalRecord> records,
      MakeRecords(flags, std::move(pictures), folder.get(), explainer.get()));
  return Report(flags, records, folder.get(), *explainer);
}

void AddModelFlags(CLI::App* command, ExplainFlags* explain) {
  command
      ->add_option("--model", explain->model,
                   "Model file, or a name that `camtool models` lists")
      ->type_name("FILE|NAME")
      ->capture_default_str();
  command
      ->add_option("--resize-rule", explain->resize_rule,
                   "short: whole frame, shortest side = input size (default); "
                   "rows: its height; crop: the framework's evaluation crop")
      ->transform(
          OneOf(std::map<std::string, ResizeRule>{{"short", ResizeRule::kShort},
                                                  {"rows", ResizeRule::kRows},
                                                  {"crop", ResizeRule::kCrop}}))
      ->type_name("crop|rows|short");
  command
      ->add_option("--threads", explain->threads,
                   "Threads of the engine; default: this process's physical "
                   "cores")
      ->check(Between<size_t>(1, kMaxThreads))
      ->type_name("N");
  command->add_flag("--no-exif", explain->no_exif,
                    "Leave pictures as stored, whatever EXIF says");
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
  command->add_option("DIR", flags->folder,
                      "A folder with one sub-folder of pictures per class");
  command
      ->add_option("--labels", flags->labels,
                   "A CSV or TSV file of lines FILE,CLASS instead of a folder")
      ->type_name("FILE");
  AddModelFlags(command, &flags->explain);
  command
      ->add_option("--out", flags->out,
                   "Folder for records, classes, confusion matrix and summary")
      ->type_name("DIR");
  command->add_flag("--resume", flags->resume,
                    "Go on with the run that --out DIR is of");
  command
      ->add_option("--shard", flags->shard,
                   "Only this part of the pictures: number I of N")
      ->type_name("I/N");
  command->add_flag("--json", flags->json, "One JSON object");
  command->add_flag("--force", flags->force,
                    "Replace the records in --out DIR");
  command->add_flag("--quiet", flags->quiet, "Print nothing but errors");
  command->callback([flags, status] {
    const StatusOr<int> result = Eval(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
