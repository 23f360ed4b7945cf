// camtool convert: a weight file of any known format to a model file.
#include "weights/convert/convert.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/atomic_writer.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/output_name.h"
#include "tools/command.h"
#include "tools/storage_loss.h"
#include "weights/class_names/class_file.h"
#include "weights/class_names/class_folder.h"
#include "weights/load_model.h"
#include "weights/model_file.h"
#include "weights/numpy/npz_writer.h"

namespace camglass {
namespace {

struct ConvertFlags {
  std::string input;
  std::string output;
  std::string class_file;
  std::string class_folder;
  ConvertOptions options;
  bool f16 = false;
  bool force = false;
  bool no_head_relu = false;
  bool quiet = false;
};

std::string FileNameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// NAME.safetensors in the current folder, for NAME.pth anywhere.
std::string DefaultOutput(const std::string& input) {
  const std::string name = FileNameOf(input);
  const size_t dot = name.rfind('.');
  return (dot == 0 ? name : name.substr(0, dot)) + ".safetensors";
}

// A model file, or the tensors alone where the name ends in ".npz".
Status WriteOutput(const ConvertFlags& flags, const Model& model) {
  if (HasEnding(flags.output, ".npz"))
    return WriteNpzFile(model.tensors, flags.output, flags.force);
  return WriteModelFile(model,
                        flags.f16 ? ModelStorage::kF16 : ModelStorage::kF32,
                        flags.output, flags.force);
}

void PrintReportLines(const char* heading,
                      const std::vector<std::string>& lines) {
  for (const std::string& line : lines) Print("  %-8s %s\n", heading, line);
}

void PrintReport(const ConvertFlags& flags, const Converted& converted) {
  const NetConfig& config = converted.model.info.config;
  Print("%s: %s, variant %s, %s\n", flags.input, config.arch, config.variant,
        Counted(config.classes, "class", "classes"));
  PrintReportLines("found", converted.report.evidence);
  PrintReportLines("assumed", converted.report.assumptions);
  PrintReportLines("note", converted.report.notes);
}

// What may make a model worthless is said even with --quiet.
void PrintWarnings(const ConvertFlags& flags, const ConvertReport& report) {
  for (const std::string& warning : report.warnings)
    PrintError("camtool: warning: %s: %s\n", flags.input, warning);
}

// Of the file as it was written.
Status PrintStorageLoss(const ConvertFlags& flags, const Model& exact) {
  CAMGLASS_ASSIGN_OR_RETURN(const Model stored, ReadModelFile(flags.output));
  CAMGLASS_ASSIGN_OR_RETURN(const StorageLoss loss,
                            MeasureStorageLoss(exact, stored));
  PrintReportLines("f16", StorageLossText(loss));
  return Status();
}

Status ReadClasses(ConvertFlags* flags) {
  if (!flags->class_file.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(flags->options.class_names,
                              ReadClassFile(flags->class_file));
  }
  if (!flags->class_folder.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(flags->options.class_names,
                              ReadClassFolder(flags->class_folder));
  }
  return Status();
}

// What .npz has no place for.
Status CheckNpzFlags(const ConvertFlags& flags) {
  if (!HasEnding(flags.output, ".npz")) return Status();
  if (flags.f16) return UsageError("--f16 is for model files; .npz holds f32");
  const std::pair<const char*, const std::string&> settings[] = {
      {"--classes", flags.class_file},
      {"--classes-from", flags.class_folder},
      {"--preprocess", flags.options.preprocess},
      {"--scores", flags.options.scores}};
  for (const auto& [flag, value] : settings)
    if (!value.empty())
      return UsageError(std::string(flag) +
                        " is for model files; .npz holds the tensors alone");
  return Status();
}

Status Convert(ConvertFlags flags) {
  if (flags.output == kStandardOutput)
    return UsageError("-o -: a model can't go to standard output; name a file");
  CAMGLASS_RETURN_IF_ERROR(CheckOutputName(flags.output, kModelFile));
  CAMGLASS_RETURN_IF_ERROR(CheckNpzFlags(flags));
  if (flags.output.empty()) flags.output = DefaultOutput(flags.input);
  CAMGLASS_RETURN_IF_ERROR(CheckNotInput(flags.output, flags.input));
  // What is there already comes last: whoever mends that should be done.
  CAMGLASS_RETURN_IF_ERROR(CheckConvertOptions(flags.options));
  CAMGLASS_RETURN_IF_ERROR(ReadClasses(&flags));
  // Before minutes of work, and again when it is written.
  CAMGLASS_RETURN_IF_ERROR(
      CheckNewFile(flags.output, flags.force).WithContext(flags.output));
  flags.options.head_relu = !flags.no_head_relu;
  CAMGLASS_ASSIGN_OR_RETURN(const Converted converted,
                            ConvertFile(flags.input, flags.options));
  // What can't be loaded is not worth writing.
  CAMGLASS_RETURN_IF_ERROR(
      BindModel(converted.model).status().WithContext(flags.input));
  CAMGLASS_RETURN_IF_ERROR(
      WriteOutput(flags, converted.model).WithContext(flags.output));
  PrintWarnings(flags, converted.report);
  if (flags.quiet) return Status();
  PrintReport(flags, converted);
  Print("wrote %s (%s)\n", flags.output, flags.f16 ? "f16" : "f32");
  return flags.f16 ? PrintStorageLoss(flags, converted.model) : Status();
}

}  // namespace

void AddConvertCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<ConvertFlags>();
  CLI::App* command = NewCommand(
      app, "convert",
      "Turn a weight file (PyTorch, Caffe, Keras, ONNX, "
      "safetensors) into a model",
      "  camtool convert resnet18-f37072fd.pth\n"
      "  camtool convert squeezenet_v1.1.caffemodel -o sq.safetensors --f16\n"
      "  camtool convert mine.pth --classes names.txt\n"
      "  camtool convert mine.pth --classes-from data/train\n"
      "  camtool convert mine.pth --preprocess 'order=bgr,scale=1,"
      "mean=104;117;123,std=1;1;1'\n"
      "  camtool convert mine.safetensors -o mine.npz\n"
      "  camtool convert training.pth --part model_ema\n"
      "  camtool convert net.onnx --external-data-dir .");
  command->add_option("FILE", flags->input, "the weight file")->required();
  command->add_option("-o,--output", flags->output,
                      "the model file (default: NAME.safetensors here), or "
                      "NAME.npz for the tensors alone");
  command->add_option("--arch", flags->options.arch,
                      ArchitectureNames() + " (default: recognised)");
  command->add_option("--variant", flags->options.variant,
                      VariantNames() + " (default: recognised)");
  command->add_option(
      "--preprocess", flags->options.preprocess,
      "caffe, torchvision, torchvision-plain, keras or matlab, "
      "or any of order=rgb,scale=1/255,mean=A;B;C,std=A;B;C for "
      "x = (pixel * scale - mean) / std (default: the file's, "
      "else the variant's)");
  command->add_option("--part", flags->options.part,
                      "for a file with several networks (weights and EMA, "
                      "student and teacher): the prefix of the one to take");
  command->add_option(
      "--scores", flags->options.scores,
      "softmax (one class per picture) or sigmoid (each class on its own); "
      "default: the file's, else softmax, or sigmoid for a single output");
  CLI::Option* const class_file = command->add_option(
      "--classes", flags->class_file,
      "class names, one per line in the order of the outputs");
  command
      ->add_option(
          "--classes-from", flags->class_folder,
          "a folder with one sub-folder per class, in ImageFolder's order")
      ->excludes(class_file);
  command->add_option("--external-data-dir", flags->options.external_data_dir,
                      "ONNX: folder of the files that hold the weights");
  command->add_flag(
      "--f16", flags->f16,
      "store weights as half precision, and report what that costs");
  command->add_flag("--no-head-relu", flags->no_head_relu,
                    "SqueezeNet: no ReLU after the class convolution");
  command->add_flag("--force", flags->force, "overwrite an existing file");
  command->add_flag("--quiet", flags->quiet, "print nothing but errors");
  command->callback([flags, status] {
    const Status result = Convert(*flags);
    *status = result.ok() ? exit_status::kOk : Fail(result);
  });
}

}  // namespace camglass
