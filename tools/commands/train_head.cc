// camtool train-head: a head for your own classes, from a folder of pictures.
#include "tools/audit/train_head.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/flag_values.h"
#include "camapp/cam/progress_bar.h"
#include "engine/base/atomic_writer.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/output_name.h"
#include "engine/base/printable_text.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/labelled_set.h"
#include "tools/command.h"
#include "weights/model_file.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

struct TrainFlags {
  std::string folder;
  std::string model = kDefaultModel;
  std::string output;
  std::string l2 = "auto";
  ExplainFlags explain;  // the resize rule alone
  uint64_t seed = 0;
  size_t threads = 0;
  bool force = false;
  bool quiet = false;
};

StatusOr<std::optional<double>> ParseStrength(const std::string& text) {
  if (text == "auto") return std::optional<double>();
  double value = 0;
  if (!CLI::detail::lexical_cast(text, value) || !(value >= 1e-6) ||
      !(value <= 1e9))
    return UsageError("--l2: '" + text +
                      "' is not auto or a number from 1e-6 to 1e9");
  return std::optional<double>(value);
}

Status CheckFlags(const TrainFlags& flags) {
  if (flags.output == kStandardOutput)
    return UsageError("-o -: a model can't go to standard output; name a file");
  CAMGLASS_RETURN_IF_ERROR(CheckOutputName(flags.output, kModelFile));
  return CheckNewFile(flags.output, flags.force).WithContext(flags.output);
}

// was: how the network's own head scored.
void PrintReport(const TrainFlags& flags, const LabelledSet& set,
                 const TrainedHead& trained, const HeadTraining& training,
                 ScoreRule was) {
  size_t width = 0;
  for (const std::string& label : set.labels)
    width = std::max(width, CharacterCount(EscapedText(label)));
  for (size_t label = 0; label < set.labels.size(); ++label) {
    const std::string name = EscapedText(set.labels[label]);
    Print("  %s%s  %s\n", name, std::string(width - CharacterCount(name), ' '),
          Counted(trained.counts[label], "picture"));
  }
  if (trained.strength.has_value())
    Print("  l2 %g, by cross-validation (log loss %.4f per picture)\n",
          trained.l2, trained.strength->log_loss);
  for (const std::string& line : DescriptionOf(training)) Print("  %s\n", line);
  if (was == ScoreRule::kSigmoid)
    Print(
        "  scores are a softmax, which picks one class; the network's own were "
        "a sigmoid of each\n");
  Print("wrote %s\n", flags.output);
}

std::string NameOfFolder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  const std::filesystem::path normal = whole.lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path())
      .filename()
      .string();
}

HeadTraining TrainingOf(const TrainFlags& flags, const Model& model,
                        const TrainedHead& trained) {
  HeadTraining training;
  training.resize_rule = NameOf(ResizeRuleFor(flags.explain, model.info));
  training.folder = NameOfFolder(flags.folder);
  training.pictures = trained.counts;
  training.l2 = trained.l2;
  if (trained.held_out.has_value())
    training.held_out = {trained.held_out->value, trained.held_out->low,
                         trained.held_out->high, trained.held_out_count};
  return training;
}

StatusOr<TrainedHead> TrainWithBar(const Model& model, const LabelledSet& set,
                                   const TrainFlags& flags) {
  ProgressBar bar(set.pictures.size(), flags.quiet);
  TrainOptions options;
  CAMGLASS_ASSIGN_OR_RETURN(options.l2, ParseStrength(flags.l2));
  options.seed = flags.seed;
  options.rule = ResizeRuleFor(flags.explain, model.info);
  options.threads = flags.threads;
  options.progress = [&bar](const std::string& path) { bar.Show(path); };
  return TrainHead(model, set, options);
}

// The exit status: 3 where pictures could not be read.
StatusOr<int> Train(const TrainFlags& flags) {
  CAMGLASS_RETURN_IF_ERROR(ApplyTargetFromEnvironment());
  CAMGLASS_RETURN_IF_ERROR(ParseStrength(flags.l2).status());
  CAMGLASS_RETURN_IF_ERROR(CheckFlags(flags));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.model, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const Model model, ReadModelFile(path));
  CAMGLASS_RETURN_IF_ERROR(CheckNotInput(flags.output, path));
  CAMGLASS_ASSIGN_OR_RETURN(const LabelledSet set,
                            ReadPictureTree(flags.folder));
  if (!flags.quiet)
    for (const std::string& note : set.notes) PrintError("camtool: %s\n", note);
  CAMGLASS_ASSIGN_OR_RETURN(const TrainedHead trained,
                            TrainWithBar(model, set, flags));
  for (const std::string& unreadable : trained.unreadable)
    PrintError("camtool: %s\n", unreadable);
  CAMGLASS_ASSIGN_OR_RETURN(Model result,
                            WithHead(model, trained.head, set.labels));
  const HeadTraining training = TrainingOf(flags, model, trained);
  result.info.training = training;
  CAMGLASS_RETURN_IF_ERROR(
      WriteModelFile(result, ModelStorage::kF32, flags.output, flags.force)
          .WithContext(flags.output));
  if (!flags.quiet)
    PrintReport(flags, set, trained, training, model.info.scores);
  return trained.unreadable.empty() ? exit_status::kOk
                                    : exit_status::kPartlyFailed;
}

}  // namespace

void AddTrainHeadCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<TrainFlags>();
  CLI::App* command = NewCommand(
      app, "train-head", "Train a network's last layer on your own classes",
      "  camtool train-head cats_and_dogs/ -o cats_and_dogs.safetensors\n"
      "  camtool train-head train/ --model resnet18 -o mine.safetensors\n"
      "  camtool train-head train/ -o mine.safetensors --l2 10");
  command
      ->add_option("DIR", flags->folder,
                   "A folder with one sub-folder of pictures per class")
      ->required();
  command
      ->add_option("--model", flags->model,
                   "The network whose features are used: a model file, or a "
                   "name that `camtool models` lists")
      ->type_name("FILE|NAME")
      ->capture_default_str();
  command->add_option("-o,--output", flags->output, "The model file to write")
      ->type_name("FILE.safetensors")
      ->required();
  command
      ->add_option("--l2", flags->l2,
                   "Strength of the penalty on large weights, scikit-learn's "
                   "1/C; auto: by cross-validation (default)")
      ->type_name("auto|X");
  command
      ->add_option("--resize-rule", flags->explain.resize_rule,
                   "How pictures become the network's input, as in camtool "
                   "run, which goes by it afterwards")
      ->transform(OneOf(ResizeRules()))
      ->type_name("crop|rows|short");
  command
      ->add_option("--seed", flags->seed,
                   "Another choice of pictures for held-out accuracy")
      ->check(Between(uint64_t{0}, std::numeric_limits<uint64_t>::max()))
      ->type_name("S");
  command
      ->add_option("--threads", flags->threads,
                   "Threads of the engine; default: this process's physical "
                   "cores")
      ->check(Between<size_t>(1, kMaxThreads))
      ->type_name("N");
  command->add_flag("--force", flags->force, "Overwrite an existing file");
  command->add_flag("--quiet", flags->quiet, "Print nothing but errors");
  command->callback([flags, status] {
    const StatusOr<int> result = Train(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
