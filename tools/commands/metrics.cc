// camtool metrics: how well maps tell where a network looks.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/explain_flags.h"
#include "camapp/cam/folder_pictures.h"
#include "camapp/cam/progress_bar.h"
#include "engine/base/console.h"
#include "engine/base/sha256.h"
#include "engine/base/signal_note.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/audit_pass.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/picture_digest.h"
#include "tools/audit/picture_feed.h"
#include "tools/audit/run_folder.h"
#include "tools/command.h"
#include "tools/labelled_flags.h"
#include "tools/metrics/metrics_pass.h"
#include "tools/metrics/metrics_record.h"
#include "tools/metrics/metrics_summary.h"
#include "tools/metrics/metrics_text.h"
#include "tools/metrics/random_weights.h"
#include "tools/metrics/shuffled_labels.h"
#include "tools/metrics_flags.h"
#include "weights/load_model.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

// What maps are judged on.
struct Pictures {
  LabelledSet set;
  bool labelled = true;
  std::vector<size_t> classes;  // of the model's, for each of the set's labels
};

// A folder with pictures of its own is what its pictures are, any other one of
// labels.
StatusOr<Pictures> ReadPictures(const MetricsFlags& flags) {
  Pictures pictures;
  const bool one = flags.pictures.size() == 1;
  LabelledFlags labelled = flags;
  if (one) labelled.folder = flags.pictures.front();
  if (!flags.labels.empty() ||
      (one &&
       PicturesIn(labelled.folder).status().code() == StatusCode::kNotFound &&
       ReadPictureTree(labelled.folder).ok())) {
    CAMGLASS_ASSIGN_OR_RETURN(pictures.set, ReadSet(labelled));
    return pictures;
  }
  CAMGLASS_ASSIGN_OR_RETURN(const NamedPictures named,
                            PicturesOf(flags.pictures));
  if (!flags.quiet)
    for (const std::string& note : named.left_out)
      PrintError("camtool: %s\n", note);
  pictures.labelled = false;
  for (const std::string& path : named.pictures)
    pictures.set.pictures.push_back({path, path, 0});
  return pictures;
}

std::string SourceOf(const MetricsFlags& flags) {
  if (!flags.labels.empty()) return flags.labels;
  return flags.pictures.size() == 1
             ? flags.pictures.front()
             : Format("%zu names", flags.pictures.size());
}

// For pictures that have been resized by `rule`.
StatusOr<std::unique_ptr<Explainer>> ExplainerOf(const Model& model,
                                                 const MetricsFlags& flags,
                                                 ResizeRule rule) {
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel loaded, BindModel(model));
  ExplainOptions options;
  options.session.threads = flags.explain.threads;
  options.rule = RuleOfResized(rule);
  options.top = 1;
  options.align = MapAlign::kReceptive;
  return Explainer::Create(std::move(loaded), options);
}

StatusOr<std::unique_ptr<SanityNetworks>> SanityOf(const Model& model,
                                                   const MetricsFlags& flags,
                                                   ResizeRule rule,
                                                   const Pictures& pictures) {
  auto networks = std::make_unique<SanityNetworks>();
  const uint64_t seed = flags.choice.random_seed;
  if (flags.checks_weights) {
    CAMGLASS_ASSIGN_OR_RETURN(const auto layers, WeightLayers(model));
    for (const size_t count : CascadeOf(layers.size())) {
      CAMGLASS_ASSIGN_OR_RETURN(const Model random,
                                WithRandomWeights(model, count, seed));
      CAMGLASS_ASSIGN_OR_RETURN(networks->random_weights.emplace_back(),
                                ExplainerOf(random, flags, rule));
    }
  }
  if (!flags.checks_labels) return networks;
  if (!pictures.labelled)
    return UsageError(
        "--checks labels needs pictures with labels: a folder with one "
        "sub-folder per class, or --labels FILE");
  TrainOptions options;
  options.seed = seed;
  options.rule = rule;
  options.threads = flags.explain.threads;
  CAMGLASS_ASSIGN_OR_RETURN(const LabelHeads heads,
                            TrainLabelHeads(model, pictures.set, options));
  CAMGLASS_ASSIGN_OR_RETURN(networks->true_labels,
                            ExplainerOf(heads.true_labels, flags, rule));
  CAMGLASS_ASSIGN_OR_RETURN(networks->shuffled_labels,
                            ExplainerOf(heads.shuffled_labels, flags, rule));
  return networks;
}

std::string BoxesSha256(const LabelledSet& set) {
  std::string text;
  for (const LabelledPicture& picture : set.pictures) {
    for (const LabelledBox& box : picture.boxes)
      text += Format("%.17g %.17g %.17g %.17g ", box.x, box.y, box.w, box.h);
    text += "\n";
  }
  return Sha256Of(std::as_bytes(std::span(text)));
}

// What records depend on.
StatusOr<std::string> SettingsOf(const MetricsFlags& flags, ResizeRule rule,
                                 const Pictures& pictures) {
  const MetricsChoice& choice = flags.choice;
  nlohmann::ordered_json json;
  json["schema"] = 1;
  json["kind"] = "metrics";
  CAMGLASS_ASSIGN_OR_RETURN(json["model_sha256"], ModelSha256(flags));
  json["pictures"] = pictures.set.pictures.size();
  json["labelled"] = pictures.labelled;
  json["classes"] = pictures.classes;
  json["labels"] = pictures.set.labels;
  json["pictures_sha256"] = DigestOf(pictures.set.pictures, PhysicalCores());
  json["boxes_sha256"] = BoxesSha256(pictures.set);
  json["resize_rule"] = NameOf(rule);
  json["exif"] = !flags.explain.no_exif;
  json["measures"] = {choice.curves, choice.drop, choice.road, choice.boxes};
  json["maps"] = {choice.cam, choice.random, choice.occlusion,
                  choice.score_cam};
  json["align"] = {choice.seed, choice.receptive};
  json["checks"] = {flags.checks_weights, flags.checks_labels};
  json["steps"] = choice.steps;
  json["tolerance"] = choice.tolerance;
  json["seed"] = choice.random_seed;
  return json.dump();
}

std::string WordsAtSignal(const MetricsFlags& flags) {
  if (flags.quiet) return "";
  if (flags.out.empty())
    return "camtool: stopped, and nothing is kept; with --out DIR, --resume "
           "could go on from here";
  return "camtool: stopped; the same command with --resume goes on, from the "
         "records in " +
         flags.out;
}

std::vector<std::string> PathsOf(const std::vector<LabelledPicture>& pictures) {
  std::vector<std::string> paths;
  for (const LabelledPicture& picture : pictures) paths.push_back(picture.path);
  return paths;
}

Status JudgeAll(const MetricsFlags& flags, const Pictures& pictures,
                const std::vector<LabelledPicture>& left, RunFolder* folder,
                MetricsPass* pass, std::vector<MetricsRecord>* records) {
  ProgressBar bar(left.size(), flags.quiet);
  const SignalNote note(WordsAtSignal(flags));
  PictureFeed feed(PathsOf(left), PhysicalCores(),
                   {.apply_exif = !flags.explain.no_exif});
  for (const LabelledPicture& picture : left) {
    bar.Show(picture.path);
    std::optional<size_t> model_class;
    if (pictures.labelled) model_class = pictures.classes[picture.label];
    records->push_back(pass->Judge(picture, model_class, feed.Next()));
    if (folder != nullptr)
      CAMGLASS_RETURN_IF_ERROR(folder->Append(ToLine(records->back())));
  }
  return Status();
}

// Those of the run before leave *left.
Status TakeDone(const RunFolder& folder, size_t classes,
                std::vector<LabelledPicture>* left,
                std::vector<MetricsRecord>* records) {
  return folder.TakeDone(
      [classes](std::string_view line) {
        return ParseMetricsLine(line, classes).status();
      },
      [&](std::string_view line) {
        records->push_back(*ParseMetricsLine(line, classes));
      },
      left);
}

StatusOr<int> Report(const MetricsFlags& flags, const MetricsSource& source,
                     std::vector<MetricsRecord> records,
                     const RunFolder* folder) {
  std::sort(records.begin(), records.end(),
            [](const MetricsRecord& a, const MetricsRecord& b) {
              return a.picture < b.picture;
            });
  for (const MetricsRecord& record : records)
    if (!record.error.empty())
      PrintError("camtool: %s: %s\n", record.picture, record.error);
  const MetricsSummary summary = Summarise(records);
  if (summary.pictures == 0)
    return NotFound("none of the pictures can be read");
  const std::string json = ToJson(summary, source);
  if (folder != nullptr) {
    CAMGLASS_RETURN_IF_ERROR(folder->Write("summary.json", json + "\n"));
    CAMGLASS_RETURN_IF_ERROR(
        folder->Write("metrics.csv", MetricsCsv(records, source)));
  }
  if (flags.json)
    PrintJsonLine(json);
  else if (!flags.quiet)
    PrintLines(ForPeople(summary, source));
  return summary.unreadable > 0 ? exit_status::kPartlyFailed : exit_status::kOk;
}

StatusOr<int> Metrics(MetricsFlags flags) {
  CAMGLASS_RETURN_IF_ERROR(ApplyTargetFromEnvironment());
  CAMGLASS_RETURN_IF_ERROR(CheckMetricsFlags(&flags));
  CAMGLASS_ASSIGN_OR_RETURN(Pictures pictures, ReadPictures(flags));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.explain.model, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const Model model, ReadModelFile(path));
  if (pictures.labelled) {
    CAMGLASS_ASSIGN_OR_RETURN(pictures.classes,
                              ModelClassesOf(pictures.set, model.info.classes));
  }
  CAMGLASS_ASSIGN_OR_RETURN(const auto layers, WeightLayers(model));
  const ResizeRule rule = ResizeRuleFor(flags.explain, model.info);
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            ExplainerOf(model, flags, rule));
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel bound, BindModel(model));
  std::vector<MetricsRecord> records;
  std::vector<LabelledPicture> left = pictures.set.pictures;
  std::unique_ptr<RunFolder> folder;
  if (!flags.out.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::string settings,
                              SettingsOf(flags, rule, pictures));
    CAMGLASS_ASSIGN_OR_RETURN(
        folder,
        RunFolder::Open(flags.out, settings, flags.resume, flags.force));
    CAMGLASS_RETURN_IF_ERROR(
        TakeDone(*folder, model.info.classes.size(), &left, &records));
  }
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<SanityNetworks> sanity,
                            SanityOf(model, flags, rule, pictures));
  MetricsPass pass(flags.choice, rule, bound.transform, explainer.get(),
                   sanity.get());
  CAMGLASS_RETURN_IF_ERROR(
      JudgeAll(flags, pictures, left, folder.get(), &pass, &records));
  return Report(
      flags,
      {flags.explain.model, SourceOf(flags), layers.size(), model.info.classes},
      std::move(records), folder.get());
}

}  // namespace

void AddMetricsCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<MetricsFlags>();
  CLI::App* command = NewCommand(
      app, "metrics",
      "Measure how faithful maps are, and how well they find things",
      "  camtool metrics val/ --model resnet18\n"
      "  camtool metrics --labels boxes.csv --model resnet18 --measures boxes\n"
      "  camtool metrics dog.jpg --maps cam,occlusion,score-cam,random\n"
      "  camtool metrics val/ --checks weights,labels --json\n"
      "  camtool metrics val/ --out val.metrics --resume");
  AddMetricsFlags(command, flags.get());
  command->callback([flags, status] {
    const StatusOr<int> result = Metrics(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
