#include "weights/convert/convert.h"

#include <cmath>
#include <optional>
#include <utility>

#include "weights/checkpoint_formats.h"
#include "weights/class_names/imagenet.h"
#include "weights/convert/fingerprint.h"
#include "weights/convert/graph_fingerprint.h"
#include "weights/convert/known_files.h"
#include "weights/sha256.h"

namespace camglass {
namespace {

std::string FileNameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// What a model file of ours says of itself; nothing for other files.
StatusOr<std::optional<ModelInfo>> OwnInfo(const Checkpoint& checkpoint) {
  if (!IsModelMetadata(checkpoint.metadata)) return std::optional<ModelInfo>();
  CAMGLASS_ASSIGN_OR_RETURN(ModelInfo info, FromMetadata(checkpoint.metadata));
  return std::optional<ModelInfo>(std::move(info));
}

Status ChooseClasses(const ConvertOptions& options,
                     const std::optional<ModelInfo>& own, Converted* out) {
  ModelInfo& info = out->model.info;
  const size_t classes = info.config.classes;
  if (!options.class_names.empty()) {
    if (options.class_names.size() != classes)
      return InvalidInput(
          "the network has " + std::to_string(classes) + " classes, but " +
          std::to_string(options.class_names.size()) +
          " names are given; give one name a class, in the head's order");
    info.classes = options.class_names;
    return Status();
  }
  if (own && own->classes.size() == classes) {
    info.classes = own->classes;
    return Status();
  }
  info.classes = DefaultClassNames(classes);
  out->report.assumptions.emplace_back(
      info.classes.front() == "class 0"
          ? "the classes have no names; --classes FILE gives them"
          : "the classes are ImageNet's, in the usual order");
  return Status();
}

// Sizes of the framework's own evaluation: the input's, and the short side
// before the crop.
void SetSides(const Net& net, Preprocess* preprocess) {
  constexpr size_t kEvaluationResize = 256;
  preprocess->size = net.input_size;
  preprocess->resize = kEvaluationResize;
}

// `is_plain`: there is no transform_input, whatever the recipe says.
Status ChoosePreprocess(const ConvertOptions& options,
                        const std::optional<ModelInfo>& own, const Net& net,
                        bool is_plain, Converted* out) {
  ModelInfo& info = out->model.info;
  if (options.preprocess.empty() && own) {
    info.preprocess = own->preprocess;
    info.transform_input = own->transform_input;
    return Status();
  }
  const std::string name =
      options.preprocess.empty() ? info.config.variant : options.preprocess;
  StatusOr<PreprocessRecipe> recipe = FindPreprocessRecipe(name);
  if (!recipe.ok())
    return UsageError(recipe.status().message() +
                      (options.preprocess.empty()
                           ? " with --preprocess: none is known for " + name
                           : ""));
  info.preprocess = recipe->preprocess;
  info.transform_input = recipe->transform_input && !is_plain &&
                         info.config.arch == "googlenet" &&
                         info.config.variant == "torchvision";
  SetSides(net, &info.preprocess);
  auto& assumptions = out->report.assumptions;
  if (options.preprocess.empty())
    assumptions.push_back("preprocessing is " + name +
                          "'s usual one (--preprocess chooses another): " +
                          PreprocessText(info.preprocess));
  if (info.transform_input)
    assumptions.emplace_back(
        "transform_input is on, as for torchvision's published weights "
        "(--preprocess torchvision-plain: off)");
  return Status();
}

void RecordSource(const FileBytes& file, const std::string& file_name,
                  const Checkpoint& checkpoint,
                  const std::optional<ModelInfo>& own, Converted* out) {
  ModelSource& source = out->model.info.source;
  if (own) {  // the weights still come from where they first came from
    source = own->source;
    return;
  }
  source.file = file_name;
  source.sha256 = Sha256Of(file.bytes);
  source.format = CheckpointFormatName(checkpoint.format);
  if (const KnownFile* known = FindKnownFile(source.sha256)) {
    source.licence = known->licence;
    out->report.evidence.push_back(std::string("known file: ") +
                                   known->description);
  }
  auto& notes = out->report.notes;
  switch (CheckNameChecksum(file_name, source.sha256)) {
    case NameChecksum::kHolds:
      out->report.evidence.emplace_back(
          "the checksum in the file's name matches its content");
      break;
    case NameChecksum::kDiffers:
      notes.push_back(
          "the checksum in the file's name differs from its content (" +
          source.sha256.substr(0, 8) + "): it is not the file it is called");
      break;
    case NameChecksum::kNone:
      break;
  }
}

void NoteIgnored(const Match& match, ConvertReport* report) {
  const std::vector<std::string>& ignored = match.spelling.ignored;
  if (ignored.empty()) return;
  report->notes.push_back(std::to_string(ignored.size()) +
                          " tensors are of no use here and left out (" +
                          ignored.front() +
                          (ignored.size() > 1 ? ", ...)" : ")"));
}

// Weights that are not numbers would make every map of no use.
void NoteNonFinite(const Model& model, ConvertReport* report) {
  for (const CheckpointTensor& tensor : model.tensors)
    for (size_t i = 0; i < tensor.size(); ++i) {
      if (std::isfinite(tensor.data[i])) continue;
      report->notes.push_back("the tensor " + tensor.name +
                              " holds values that are not finite numbers");
      break;
    }
}

void TakeTensors(const Checkpoint& checkpoint, const Match& match,
                 Model* model) {
  for (const KeyMatch& key : match.keys)
    model->tensors.push_back(
        Arrange(checkpoint, match.spelling.roles[*key.role]));
}

// The checkpoint is complete for `match.config`; options may only change what
// no tensor shows.
NetConfig ChooseConfig(const ConvertOptions& options,
                       const std::optional<ModelInfo>& own,
                       const NetConfig& matched) {
  NetConfig config = matched;
  if (own && options.variant.empty()) {
    config = own->config;
    config.classes = matched.classes;
  }
  if (!options.head_relu) config.head_relu = false;
  return config;
}

// A graph that has its preprocessing inside keeps it; one that has none is
// known to have none, and that includes transform_input.
Status ChooseGraphPreprocess(const ConvertOptions& options,
                             const GraphFingerprint& graph, const Net& net,
                             Converted* out) {
  ModelInfo& info = out->model.info;
  const GraphPreprocess& inside = graph.preprocess;
  const bool chosen = !options.preprocess.empty();
  if (inside.preprocess && !chosen) {
    info.preprocess = *inside.preprocess;
    info.transform_input = inside.transform_input;
    SetSides(net, &info.preprocess);
  } else {
    CAMGLASS_RETURN_IF_ERROR(
        ChoosePreprocess(options, std::nullopt, net, !chosen, out));
  }
  if (graph.side != 0) info.preprocess.size = graph.side;
  ConvertReport& report = out->report;
  if (inside.preprocess && chosen)
    report.notes.push_back(
        "the graph's own normalisation is left out: " + options.preprocess +
        "'s takes its place, as --preprocess asks");
  for (const std::string& line : inside.evidence)
    report.evidence.push_back(line);
  if (!chosen)
    for (const std::string& line : inside.assumptions)
      report.assumptions.push_back(line);
  for (const std::string& note : graph.notes) report.notes.push_back(note);
  return Status();
}

StatusOr<Fingerprint> IdentifyFor(const ConvertOptions& options,
                                  const std::optional<ModelInfo>& own,
                                  const Checkpoint& checkpoint) {
  FingerprintChoice choice{options.arch, options.variant};
  const bool trusted =
      own && (choice.arch.empty() || choice.arch == own->config.arch);
  if (trusted) choice.arch = own->config.arch;
  if (trusted && choice.variant.empty()) choice.variant = own->config.variant;
  return Identify(checkpoint, choice);
}

}  // namespace

StatusOr<Converted> ConvertBytes(const FileBytes& file,
                                 const std::string& file_name,
                                 const ConvertOptions& options) {
  const ReadOptions reading{options.external_data_dir};
  CAMGLASS_ASSIGN_OR_RETURN(Checkpoint checkpoint,
                            ReadCheckpoint(file, reading));
  CAMGLASS_ASSIGN_OR_RETURN(const std::optional<ModelInfo> own,
                            OwnInfo(checkpoint));
  std::optional<GraphFingerprint> graph;
  Fingerprint fingerprint;
  if (checkpoint.onnx != nullptr) {
    CAMGLASS_ASSIGN_OR_RETURN(
        graph, IdentifyGraph(checkpoint, {options.arch, options.variant}));
    fingerprint = std::move(graph->fingerprint);
    checkpoint = std::move(graph->named);
  } else {
    CAMGLASS_ASSIGN_OR_RETURN(fingerprint,
                              IdentifyFor(options, own, checkpoint));
  }
  const Match& match = fingerprint.match;
  Converted out;
  out.report.evidence = std::move(fingerprint.evidence);
  out.report.assumptions = std::move(fingerprint.assumptions);
  out.report.notes = checkpoint.notes;
  out.model.info.config = ChooseConfig(options, own, match.config);
  if (own) out.model.info.other = own->other;
  CAMGLASS_RETURN_IF_ERROR(ChooseClasses(options, own, &out));
  CAMGLASS_RETURN_IF_ERROR(
      graph ? ChooseGraphPreprocess(options, *graph, match.net, &out)
            : ChoosePreprocess(options, own, match.net, false, &out));
  RecordSource(file, file_name, checkpoint, own, &out);
  TakeTensors(checkpoint, match, &out.model);
  NoteIgnored(match, &out.report);
  NoteNonFinite(out.model, &out.report);
  return out;
}

StatusOr<Converted> ConvertFile(const std::string& path,
                                const ConvertOptions& options) {
  const StatusOr<FileBytes> file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  StatusOr<Converted> converted =
      ConvertBytes(*file, FileNameOf(path), options);
  if (!converted.ok()) return converted.status().WithContext(path);
  return converted;
}

}  // namespace camglass
