// camtool convert: a weight file of any known format to a model file.
#include "weights/convert/convert.h"

#include <cstdio>
#include <memory>
#include <string>

#include "tools/command.h"
#include "weights/class_names/class_file.h"
#include "weights/load_model.h"
#include "weights/model_file.h"

namespace camglass {
namespace {

struct ConvertFlags {
  std::string input;
  std::string output;
  std::string class_file;
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

void PrintLines(const char* heading, const std::vector<std::string>& lines) {
  for (const std::string& line : lines)
    std::printf("  %-8s %s\n", heading, Printable(line).c_str());
}

void PrintReport(const ConvertFlags& flags, const Converted& converted) {
  const NetConfig& config = converted.model.info.config;
  std::printf("%s: %s, variant %s, %zu classes\n",
              Printable(flags.input).c_str(), config.arch.c_str(),
              config.variant.c_str(), config.classes);
  PrintLines("found", converted.report.evidence);
  PrintLines("assumed", converted.report.assumptions);
  PrintLines("note", converted.report.notes);
}

Status Convert(ConvertFlags flags) {
  if (flags.output.empty()) flags.output = DefaultOutput(flags.input);
  if (!flags.class_file.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(flags.options.class_names,
                              ReadClassFile(flags.class_file));
  }
  flags.options.head_relu = !flags.no_head_relu;
  CAMGLASS_ASSIGN_OR_RETURN(const Converted converted,
                            ConvertFile(flags.input, flags.options));
  // What can't be loaded is not worth writing.
  CAMGLASS_RETURN_IF_ERROR(
      BindModel(converted.model).status().WithContext(flags.input));
  CAMGLASS_RETURN_IF_ERROR(
      WriteModelFile(converted.model,
                     flags.f16 ? ModelStorage::kF16 : ModelStorage::kF32,
                     flags.output, flags.force)
          .WithContext(flags.output));
  if (flags.quiet) return Status();
  PrintReport(flags, converted);
  std::printf("wrote %s (%s)\n", Printable(flags.output).c_str(),
              flags.f16 ? "f16" : "f32");
  return Status();
}

}  // namespace

void AddConvertCommand(CLI::App& app, ExitStatus* status) {
  const auto flags = std::make_shared<ConvertFlags>();
  CLI::App* command = NewCommand(
      app, "convert",
      "Turn a weight file (PyTorch, Caffe, Keras, ONNX, "
      "safetensors) into a model",
      "  camtool convert resnet18-f37072fd.pth\n"
      "  camtool convert squeezenet_v1.1.caffemodel -o sq.safetensors --f16\n"
      "  camtool convert mine.pth --classes names.txt\n"
      "  camtool convert net.onnx --external-data-dir .");
  command->add_option("file", flags->input, "the weight file")->required();
  command->add_option("-o,--output", flags->output,
                      "the model file (default: NAME.safetensors here)");
  command->add_option("--arch", flags->options.arch,
                      "squeezenet1_0, squeezenet1_1, googlenet, resnet18 or "
                      "mobilenet_v2 (default: recognised)");
  command->add_option("--variant", flags->options.variant,
                      "caffe, torchvision, keras or matlab (default: "
                      "recognised)");
  command->add_option("--preprocess", flags->options.preprocess,
                      "caffe, torchvision, torchvision-plain or keras "
                      "(default: the variant's)");
  command->add_option("--classes", flags->class_file,
                      "class names, one a line in the head's order");
  command->add_option("--external-data-dir", flags->options.external_data_dir,
                      "ONNX: folder of the files that hold the weights");
  command->add_flag("--f16", flags->f16, "store weights in half the size");
  command->add_flag("--no-head-relu", flags->no_head_relu,
                    "SqueezeNet: no ReLU after the class convolution");
  command->add_flag("--force", flags->force, "overwrite an existing file");
  command->add_flag("--quiet", flags->quiet, "print nothing but errors");
  command->callback([flags, status] {
    const Status result = Convert(*flags);
    *status = result.ok() ? ExitStatus::kDone : Fail(result);
  });
}

}  // namespace camglass
