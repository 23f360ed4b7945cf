#include "weights/convert/convert.h"

#include <cmath>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/counted.h"
#include "engine/base/sha256.h"
#include "engine/base/within_memory.h"
#include "nets/network.h"
#include "weights/checkpoint_formats.h"
#include "weights/class_names/imagenet.h"
#include "weights/convert/choose_network.h"
#include "weights/convert/choose_preprocess.h"
#include "weights/convert/fingerprint.h"
#include "weights/convert/graph_fingerprint.h"
#include "weights/convert/keras_facts.h"
#include "weights/convert/known_files.h"
#include "weights/convert/shards.h"
#include "weights/preprocess_choice.h"

namespace camglass {
namespace {

void AppendTo(std::vector<std::string>* lines,
              const std::vector<std::string>& more) {
  lines->insert(lines->end(), more.begin(), more.end());
}

std::string FileNameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// What a model file of ours says of itself; nothing for other files.
StatusOr<std::optional<ModelInfo>> OwnInfo(const Checkpoint& checkpoint) {
  if (!IsModelMetadata(checkpoint.metadata)) return std::optional<ModelInfo>();
  CAMGLASS_ASSIGN_OR_RETURN(ModelInfo info, FromMetadata(checkpoint.metadata));
  return std::optional<ModelInfo>(std::move(info));
}

Status WrongNumberOfNames(size_t classes, size_t names) {
  const std::string background =
      names + 1 == classes
          ? "; a head of TensorFlow's starts with a class 'background'"
          : "";
  return InvalidInput(
      "the network has " + Counted(classes, "class", "classes") + ", but " +
      Counted(names, "name is", "names are") +
      " given; give one name per class, in the head's order" + background);
}

Status ChooseClasses(const ConvertOptions& options,
                     const std::optional<ModelInfo>& own, Converted* out) {
  ModelInfo& info = out->model.info;
  const size_t classes = info.config.classes;
  if (!options.class_names.empty()) {
    if (classes == 1 && options.class_names.size() == 2) {
      info.classes = {options.class_names.back()};
      out->report.notes.push_back(
          "the one output scores '" + options.class_names.back() +
          "', the second name; 1 minus it is the score of '" +
          options.class_names.front() + "'");
      return Status();
    }
    if (options.class_names.size() != classes)
      return WrongNumberOfNames(classes, options.class_names.size());
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

// What --scores asks for, else what the file says, else what is usual.
Status ChooseScores(const ConvertOptions& options,
                    const std::optional<ModelInfo>& own,
                    const std::optional<ScoreRule>& in_file, Converted* out) {
  ModelInfo& info = out->model.info;
  ConvertReport& report = out->report;
  if (!options.scores.empty()) {
    const std::optional<ScoreRule> asked = FindScoreRule(options.scores);
    CAMGLASS_CHECK(asked.has_value());
    if (*asked == ScoreRule::kSoftmax && info.config.classes == 1)
      return UsageError(
          "the network has one output, whose softmax is 1 for every picture; "
          "leave out --scores softmax");
    info.scores = *asked;
    report.evidence.push_back("scores are by " + options.scores +
                              ", as --scores asks for");
    return Status();
  }
  if (own) {
    info.scores = own->scores;
    return Status();
  }
  if (in_file.has_value() &&
      (*in_file == ScoreRule::kSigmoid || info.config.classes > 1)) {
    info.scores = *in_file;
    report.evidence.push_back(std::string("the file ends with a ") +
                              ScoreRuleName(*in_file) +
                              ", which gives the scores");
    return Status();
  }
  info.scores = DefaultScoreRule(info.config.classes);
  report.assumptions.emplace_back(
      info.scores == ScoreRule::kSigmoid
          ? "the one output is scored by a sigmoid"
          : "scores are a softmax, which picks one class (--scores sigmoid: "
            "each class by itself)");
  return Status();
}

// A model file of ours goes on saying where its weights first came from.
ModelSource SourceOf(const FileBytes& file, const std::string& file_name,
                     const Checkpoint& checkpoint,
                     const std::optional<ModelInfo>& own) {
  if (own) return own->source;
  return {file_name, Sha256Of(file.bytes),
          CheckpointFormatName(checkpoint.format), ""};
}

void ReportKnownFile(const KnownFile* known, const ModelSource& source,
                     ConvertReport* report) {
  if (known != nullptr)
    report->evidence.push_back(std::string("known file: ") +
                               known->description + ", by its SHA-256");
  switch (CheckNameChecksum(source.file, source.sha256)) {
    case NameChecksum::kHolds:
      report->evidence.emplace_back(
          "the checksum in the file's name matches its content");
      break;
    case NameChecksum::kDiffers:
      report->warnings.push_back(
          "the checksum in the name " + source.file +
          " is not that of the content, whose SHA-256 starts with " +
          source.sha256.substr(0, 8) +
          "; the file is damaged or another one, so get it again");
      break;
    case NameChecksum::kNone:
      break;
  }
}

void NoteIgnored(const Match& match, ConvertReport* report) {
  const std::vector<std::string>& ignored = match.spelling.ignored;
  if (ignored.empty()) return;
  report->notes.push_back(Counted(ignored.size(), "tensor is", "tensors are") +
                          " of no use here and left out (" + ignored.front() +
                          (ignored.size() > 1 ? ", ...)" : ")"));
}

// Weights that are not numbers would make every map of no use.
void NoteNonFinite(const Model& model, ConvertReport* report) {
  for (const CheckpointTensor& tensor : model.tensors)
    for (size_t i = 0; i < tensor.size(); ++i) {
      if (std::isfinite(tensor.data[i])) continue;
      report->warnings.push_back("the tensor " + tensor.name +
                                 " holds values that are not finite numbers, "
                                 "so maps will be of no use");
      break;
    }
}

CheckpointTensor Zeros(const KeyMatch& key) {
  size_t count = 1;
  for (size_t side : key.wanted) count *= side;
  return TensorFromValues(key.key, key.wanted, ElementType::kF32,
                          std::vector<float>(count));
}

void TakeTensors(const Checkpoint& checkpoint, const Match& match,
                 Model* model) {
  for (const KeyMatch& key : match.keys)
    model->tensors.push_back(
        key.role ? Arrange(checkpoint, match.spelling.roles[*key.role])
                 : Zeros(key));  // a bias that the head does not have
}

// The checkpoint is complete for `match.config`; options may only change what
// no tensor shows. `shows_head`: the file does show what follows the head.
StatusOr<NetConfig> ChooseConfig(const ConvertOptions& options,
                                 const std::optional<ModelInfo>& own,
                                 const NetConfig& matched, bool shows_head,
                                 ConvertReport* report) {
  NetConfig config = matched;
  if (own && options.variant.empty()) {
    config = own->config;
    config.classes = matched.classes;
  }
  const bool has_relu = NetworkOf(config).Has(NetOption::kHeadRelu);
  if (!options.head_relu && !has_relu)
    return UsageError(
        "--no-head-relu is for networks that end with a class convolution, "
        "which " +
        config.arch + " does not; leave it out");
  if (!options.head_relu) config.head_relu = false;
  if (!own && has_relu && config.head_relu && !shows_head)
    report->assumptions.emplace_back(
        "a ReLU follows the class convolution (--no-head-relu: none)");
  return config;
}

StatusOr<Fingerprint> IdentifyFor(const ConvertOptions& options,
                                  const std::optional<ModelInfo>& own,
                                  const ChosenNetwork& chosen,
                                  const std::string& file_name) {
  FingerprintChoice choice{options.arch, options.variant,
                           own ? own->config.variant : "",
                           chosen.usual_variant};
  const bool trusted =
      own && (choice.arch.empty() || choice.arch == own->config.arch);
  if (trusted) choice.arch = own->config.arch;
  if (trusted && choice.variant.empty()) choice.variant = own->config.variant;
  StatusOr<Fingerprint> found = Identify(chosen.checkpoint, choice);
  if (!found.ok()) return NameShard(file_name, found.status());
  return found;
}

Status CheckExternalData(const ConvertOptions& options,
                         const Checkpoint& checkpoint) {
  if (options.external_data_dir.empty() ||
      checkpoint.format == CheckpointFormat::kOnnx)
    return Status();
  return UsageError(
      "--external-data-dir is for ONNX files, and this is none; leave it out");
}

StatusOr<Converted> Convert(const FileBytes& file, const std::string& file_name,
                            const ConvertOptions& options) {
  CAMGLASS_RETURN_IF_ERROR(CheckConvertOptions(options));
  const ReadOptions reading{options.external_data_dir, options.model_folder};
  CAMGLASS_ASSIGN_OR_RETURN(Checkpoint checkpoint,
                            ReadCheckpoint(file, reading));
  CAMGLASS_RETURN_IF_ERROR(CheckExternalData(options, checkpoint));
  CAMGLASS_ASSIGN_OR_RETURN(const std::optional<ModelInfo> own,
                            OwnInfo(checkpoint));
  CAMGLASS_ASSIGN_OR_RETURN(ChosenNetwork chosen,
                            ChooseNetwork(std::move(checkpoint), options.part));
  std::optional<GraphFingerprint> graph;
  Fingerprint fingerprint;
  if (chosen.checkpoint.onnx != nullptr) {
    CAMGLASS_ASSIGN_OR_RETURN(
        graph,
        IdentifyGraph(chosen.checkpoint, {options.arch, options.variant}));
    fingerprint = std::move(graph->fingerprint);
    checkpoint = std::move(graph->named);
  } else {
    CAMGLASS_ASSIGN_OR_RETURN(fingerprint,
                              IdentifyFor(options, own, chosen, file_name));
    checkpoint = std::move(chosen.checkpoint);
  }
  const Match& match = fingerprint.match;
  Converted out;
  out.report.evidence = std::move(chosen.evidence);
  AppendTo(&out.report.evidence, fingerprint.evidence);
  out.report.assumptions = std::move(chosen.assumptions);
  AppendTo(&out.report.assumptions, fingerprint.assumptions);
  out.report.notes = checkpoint.notes;
  CAMGLASS_ASSIGN_OR_RETURN(const KerasFacts keras,
                            FindKerasFacts(checkpoint.keras_config));
  CAMGLASS_ASSIGN_OR_RETURN(
      out.model.info.config,
      ChooseConfig(options, own, match.config, graph.has_value(), &out.report));
  if (keras.bn_epsilon.has_value() && out.model.info.config.batch_norm)
    out.model.info.config.bn_eps = *keras.bn_epsilon;
  if (own) out.model.info.other = own->other;
  if (own) out.model.info.training = own->training;
  ModelSource& source = out.model.info.source;
  source = SourceOf(file, file_name, checkpoint, own);
  const KnownFile* known = own ? nullptr : FindKnownFile(source.sha256);
  if (known != nullptr) source.licence = known->licence;
  if (!own) ReportKnownFile(known, source, &out.report);
  CAMGLASS_RETURN_IF_ERROR(ChooseClasses(options, own, &out));
  CAMGLASS_RETURN_IF_ERROR(
      ChooseScores(options, own, graph ? graph->scores : keras.scores, &out));
  const GraphPreprocess* const inside = graph ? &graph->preprocess
                                        : checkpoint.keras_config.empty()
                                            ? nullptr
                                            : &keras.preprocess;
  CAMGLASS_RETURN_IF_ERROR(ChoosePreprocess(
      options.preprocess, match.net,
      {own ? &*own : nullptr, inside, graph ? graph->side : 0, known}, &out));
  if (graph) AppendTo(&out.report.notes, graph->notes);
  TakeTensors(checkpoint, match, &out.model);
  NoteIgnored(match, &out.report);
  NoteNonFinite(out.model, &out.report);
  return out;
}

}  // namespace

Status CheckConvertOptions(const ConvertOptions& options) {
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice({.arch = options.arch, .variant = options.variant}));
  if (!options.scores.empty() && !FindScoreRule(options.scores).has_value())
    return UsageError("--scores is softmax or sigmoid, not '" + options.scores +
                      "'");
  return ParsePreprocessChoice(options.preprocess).status();
}

StatusOr<Converted> ConvertBytes(const FileBytes& file,
                                 const std::string& file_name,
                                 const ConvertOptions& options) {
  return WithinMemory("read this file",
                      [&] { return Convert(file, file_name, options); });
}

StatusOr<Converted> ConvertFile(const std::string& path,
                                const ConvertOptions& options) {
  const StatusOr<FileBytes> file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  ConvertOptions in_folder = options;
  in_folder.model_folder = FolderOf(path);
  StatusOr<Converted> converted =
      ConvertBytes(*file, FileNameOf(path), in_folder);
  if (!converted.ok()) return converted.status().WithContext(path);
  return converted;
}

}  // namespace camglass
