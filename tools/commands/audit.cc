// camtool audit: what a network's decisions between classes hang on.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/flag_values.h"
#include "camapp/cam/progress_bar.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/printable_text.h"
#include "engine/base/signal_note.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/audit_pass.h"
#include "tools/audit/audit_plan.h"
#include "tools/audit/audit_run.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/merged_run.h"
#include "tools/audit/picture_digest.h"
#include "tools/audit/run_folder.h"
#include "tools/command.h"
#include "tools/labelled_flags.h"
#include "tools/write_report.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

struct AuditFlags : LabelledFlags {
  std::vector<std::string> merge;
  AuditSizes sizes;
  double min_share = 0;
};

Status CheckFlags(const AuditFlags& flags) {
  if (flags.merge.empty()) {
    CAMGLASS_RETURN_IF_ERROR(CheckLabelledFlags(flags));
    return CheckSizes(flags.sizes);
  }
  if (!flags.folder.empty() || !flags.labels.empty() || flags.resume ||
      flags.shard != AuditFlags().shard || flags.sizes != AuditSizes())
    return UsageError(
        "--merge takes the folders of shards, and --out DIR and --min-share X "
        "beside it");
  if (flags.out.empty())
    return UsageError("--merge needs --out DIR for what it makes");
  return Status();
}

// NAME.audit for NAME/ and NAME.csv.
std::string OutOf(const AuditFlags& flags) {
  if (!flags.out.empty()) return flags.out;
  fs::path source = fs::path(flags.source()).lexically_normal();
  if (!source.has_filename()) source = source.parent_path();
  const fs::path name =
      flags.labels.empty() ? source.filename() : source.stem();
  return (name == "." || name == ".." || name.empty() ? fs::path("pictures")
                                                      : name)
             .string() +
         ".audit";
}

Status CheckDistinct(const LabelledSet& set,
                     const std::vector<size_t>& classes) {
  std::set<size_t> seen;
  for (size_t label = 0; label < classes.size(); ++label)
    if (!seen.insert(classes[label]).second)
      return InvalidInput("the pictures' class '" + set.labels[label] +
                          "' is the same class of the model as another; give "
                          "their pictures one name");
  return Status();
}

AuditRun RunOf(const AuditFlags& flags, const LabelledSet& set,
               const std::vector<size_t>& classes, const AuditPass& pass,
               const Explainer& explainer) {
  AuditRun run;
  run.model = EscapedText(flags.explain.model);
  run.model_classes = explainer.info().classes;
  run.source = EscapedText(flags.source());
  run.classes = classes;
  run.pictures = set.pictures.size();
  run.pictures_sha256 = PicturesSha256(set.pictures);
  run.sizes = flags.sizes;
  run.resize_rule =
      static_cast<int>(ResizeRuleFor(flags.explain, explainer.info()));
  run.exif = !flags.explain.no_exif;
  run.grid = pass.grid();
  return run;
}

Status WriteHtml(const AuditFlags& flags, const AuditResult& result,
                 const std::vector<LabelledPicture>& pictures,
                 const RunFolder& folder) {
  ExplainFlags explain = flags.explain;
  explain.top = 5;
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            MakeExplainer(explain));
  const EvaluationTexts texts{result.evaluation, result.seen,
                              explainer->info().classes};
  return WriteReport(flags, texts, pictures, ToJson(result.outcome), folder,
                     explainer.get());
}

// pictures: null after a merge, which doesn't know where they are.
StatusOr<int> Report(const AuditRun& run, const RecordLines& records,
                     const AuditFlags& flags,
                     const std::vector<LabelledPicture>* pictures,
                     const RunFolder& folder) {
  CAMGLASS_ASSIGN_OR_RETURN(
      const AuditResult result,
      WriteOutcome(run, records, flags.min_share, folder));
  if (pictures != nullptr)
    CAMGLASS_RETURN_IF_ERROR(WriteHtml(flags, result, *pictures, folder));
  if (!flags.quiet) {
    PrintLines(ForPeople(result.outcome) +
               Format("wrote %s\n", folder.folder()));
    if (pictures == nullptr)
      Print(
          "for report.html: camtool audit with the pictures and the model, "
          "--resume --out %s\n",
          folder.folder());
  }
  return result.outcome.unreadable > 0 ? exit_status::kPartlyFailed
                                       : exit_status::kOk;
}

// From the records in the folder to its other files.
StatusOr<int> Finish(const AuditRun& run, const AuditFlags& flags,
                     const std::vector<LabelledPicture>& pictures,
                     const RunFolder& folder) {
  RecordLines records;
  if (run.shard_pictures() > 0)
    CAMGLASS_RETURN_IF_ERROR(records.Add(folder.folder()));
  CAMGLASS_RETURN_IF_ERROR(WriteRecords(run, records, folder));
  if (run.shard.count == 1)
    return Report(run, records, flags, &pictures, folder);
  if (!flags.quiet)
    Print("wrote %s, shard %s; camtool audit --merge makes the report of all\n",
          folder.folder(), flags.shard);
  return exit_status::kOk;
}

std::vector<LabelledPicture> PicturesOf(const LabelledSet& set,
                                        const Shard& shard) {
  std::vector<LabelledPicture> pictures;
  for (size_t i = shard.index - 1; i < set.pictures.size(); i += shard.count)
    pictures.push_back(set.pictures[i]);
  return pictures;
}

// Indices of the shard's pictures that have no record yet.
StatusOr<std::vector<size_t>> PicturesLeft(const LabelledSet& set,
                                           const AuditRun& run,
                                           const RunFolder& folder) {
  const Shard& shard = run.shard;
  std::vector<LabelledPicture> pictures;
  for (size_t i = shard.index - 1; i < set.pictures.size(); i += shard.count) {
    pictures.push_back(set.pictures[i]);
    pictures.back().label = i;
  }
  CAMGLASS_RETURN_IF_ERROR(folder.TakeDone(
      [&run](std::string_view line) {
        return ParseAuditLine(line, run.shape()).status();
      },
      [](std::string_view) {}, &pictures));
  std::vector<size_t> left;
  for (const LabelledPicture& picture : pictures) left.push_back(picture.label);
  return left;
}

Status LookAtPictures(const std::vector<size_t>& left, bool quiet,
                      AuditPass* pass, RunFolder* folder) {
  if (left.empty()) return Status();
  const SignalNote note(
      quiet ? ""
            : "camtool: stopped; the same command with --resume goes on, from "
              "the records in " +
                  folder->folder());
  CAMGLASS_RETURN_IF_ERROR(pass->LookAtSuggestHalf());
  return pass->LookAt(left, [folder](const AuditRecord& record) {
    if (!record.seen.error.empty())
      PrintError("camtool: %s: %s\n", record.seen.picture, record.seen.error);
    return folder->Append(ToLine(record));
  });
}

// The suggest half, of whatever shard, and of the others those that are left.
size_t PicturesToLookAt(const AuditPlan& plan,
                        const std::vector<size_t>& left) {
  const auto suggest =
      std::count(plan.half.begin(), plan.half.end(), AuditHalf::kSuggest);
  const auto others =
      std::count_if(left.begin(), left.end(), [&plan](size_t picture) {
        return plan.half[picture] != AuditHalf::kSuggest;
      });
  return static_cast<size_t>(suggest + others);
}

// For pictures that the pass has brought to the network's size by `rule`.
StatusOr<std::unique_ptr<Explainer>> MakeExplainerOfResized(
    ExplainFlags explain, ResizeRule* rule) {
  explain.top = 5;
  CAMGLASS_ASSIGN_OR_RETURN(std::unique_ptr<Explainer> explainer,
                            MakeExplainer(explain));
  *rule = ResizeRuleFor(explain, explainer->info());
  if (RuleOfResized(*rule) == *rule) return explainer;
  explain.resize_rule = RuleOfResized(*rule);
  return MakeExplainer(explain);
}

StatusOr<int> AuditPictures(AuditFlags flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const LabelledSet set, ReadSet(flags));
  CAMGLASS_ASSIGN_OR_RETURN(const AuditPlan plan, PlanAudit(set, flags.sizes));
  AuditJob job;
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            MakeExplainerOfResized(flags.explain, &job.rule));
  job.set = &set;
  job.plan = plan;
  CAMGLASS_ASSIGN_OR_RETURN(job.classes,
                            ModelClassesOf(set, explainer->info().classes));
  CAMGLASS_RETURN_IF_ERROR(CheckDistinct(set, job.classes));
  job.decode.apply_exif = !flags.explain.no_exif;
  job.decoders = PhysicalCores();
  CAMGLASS_ASSIGN_OR_RETURN(const Shard shard, ParseShard(flags.shard));
  std::unique_ptr<ProgressBar> bar;
  job.progress = [&bar](const std::string& path) { bar->Show(path); };
  const std::vector<size_t> classes = job.classes;
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<AuditPass> pass,
                            AuditPass::Create(std::move(job), explainer.get()));
  AuditRun run = RunOf(flags, set, classes, *pass, *explainer);
  CAMGLASS_ASSIGN_OR_RETURN(run.model_sha256, ModelSha256(flags));
  run.shard = shard;
  run.contents = PartDigestOf(PicturesOf(set, shard), PhysicalCores());
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::unique_ptr<RunFolder> folder,
      RunFolder::Open(OutOf(flags), ToJson(run), flags.resume, flags.force));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<size_t> left,
                            PicturesLeft(set, run, *folder));
  bar =
      std::make_unique<ProgressBar>(PicturesToLookAt(plan, left), flags.quiet);
  CAMGLASS_RETURN_IF_ERROR(
      LookAtPictures(left, flags.quiet, pass.get(), folder.get()));
  bar.reset();
  return Finish(run, flags, set.pictures, *folder);
}

StatusOr<int> Merge(const AuditFlags& flags) {
  CAMGLASS_RETURN_IF_ERROR(CheckMergeOut(flags.merge, flags.out));
  CAMGLASS_ASSIGN_OR_RETURN(const AuditRun run,
                            MergedRun(flags.merge, "audit", ParseAuditRun));
  RecordLines records;
  for (const std::string& folder : flags.merge) {
    CAMGLASS_ASSIGN_OR_RETURN(const AuditRun shard,
                              ReadRun(folder, ParseAuditRun));
    const size_t before = records.lines.size();
    if (shard.shard_pictures() > 0)
      CAMGLASS_RETURN_IF_ERROR(records.Add(folder));
    const size_t added = records.lines.size() - before;
    if (added != shard.shard_pictures())
      return InvalidInput(folder + ": it has records of " +
                          Counted(added, "picture") + ", not of " +
                          std::to_string(shard.shard_pictures()) +
                          "; finish that shard with --resume");
  }
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::unique_ptr<RunFolder> folder,
      RunFolder::Open(flags.out, ToJson(run), /*resume=*/false, flags.force));
  CAMGLASS_RETURN_IF_ERROR(WriteRecords(run, records, *folder));
  return Report(run, records, flags, nullptr, *folder);
}

StatusOr<int> Audit(const AuditFlags& flags) {
  CAMGLASS_RETURN_IF_ERROR(ApplyTargetFromEnvironment());
  CAMGLASS_RETURN_IF_ERROR(CheckFlags(flags));
  return flags.merge.empty() ? AuditPictures(flags) : Merge(flags);
}

void AddAuditFlags(CLI::App* command, AuditFlags* flags) {
  command
      ->add_option("--per-class", flags->sizes.per_class,
                   "Pictures of each class that are exchanged, or suggest "
                   "where to")
      ->check(Between<size_t>(4, 1'000'000))
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option("--suggest", flags->sizes.suggest,
                   "Of these, pictures that suggest a place; the others "
                   "confirm it")
      ->check(Between<size_t>(2, 1'000'000))
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option("--seed", flags->sizes.seed,
                   "Another choice of pictures and donors")
      ->check(Between(uint64_t{0}, std::numeric_limits<uint64_t>::max()))
      ->type_name("S");
  command
      ->add_option("--min-share", flags->min_share,
                   "Hide dependences whose share may be less than this part, "
                   "e.g. 0.2")
      ->check(Between<double>(0, 1))
      ->type_name("X");
  command
      ->add_option("--merge", flags->merge,
                   "Make the report of these folders of all shards")
      ->type_name("DIR...");
}

}  // namespace

void AddAuditCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<AuditFlags>();
  CLI::App* command = NewCommand(
      app, "audit",
      "Find out what a network tells classes apart by, from labelled pictures",
      "  camtool audit train/ --model mine.safetensors\n"
      "  camtool audit --labels val.csv --model resnet18 --out val.audit\n"
      "  camtool audit train/ --model mine.safetensors --shard 2/4 --out s2\n"
      "  camtool audit --merge s1 s2 s3 s4 --out train.audit");
  AddLabelledFlags(command, "Folder for what is found; default: NAME.audit",
                   flags.get());
  AddAuditFlags(command, flags.get());
  command->callback([flags, status] {
    const StatusOr<int> result = Audit(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
