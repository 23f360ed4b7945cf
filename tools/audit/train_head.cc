#include "tools/audit/train_head.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/check.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/hash_order.h"
#include "tools/audit/picture_feed.h"
#include "tools/audit/pooled_features.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

constexpr size_t kHeldOutOf = 5;  // a fifth
constexpr size_t kFolds = 5;

// Rows in the set's order; those of pictures that can't be read are left out.
struct ReadRows {
  TrainingSet rows;
  std::vector<std::optional<size_t>> row_of;  // of each picture
};

std::vector<std::string> PathsOf(const LabelledSet& set) {
  std::vector<std::string> paths;
  for (const LabelledPicture& picture : set.pictures)
    paths.push_back(picture.path);
  return paths;
}

StatusOr<ReadRows> ReadFeatures(const Model& model, const LabelledSet& set,
                                const TrainOptions& options,
                                TrainedHead* trained) {
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel loaded, BindModel(model));
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::unique_ptr<PooledFeatures> pooled,
      PooledFeatures::Create(loaded, options.rule, options.threads));
  PictureFeed feed(PathsOf(set), PhysicalCores(), {});
  ReadRows read;
  read.rows.classes = set.labels.size();
  read.rows.channels = pooled->channels();
  std::vector<float> row(pooled->channels());
  for (const LabelledPicture& picture : set.pictures) {
    if (options.progress) options.progress(picture.path);
    const StatusOr<Picture> pixels = feed.Next();
    const Status status =
        pixels.ok() ? pooled->Compute(*pixels, row) : pixels.status();
    read.row_of.push_back(std::nullopt);
    if (!status.ok()) {
      trained->unreadable.push_back(picture.path + ": " + status.message());
      continue;
    }
    read.row_of.back() = read.rows.size();
    read.rows.features.insert(read.rows.features.end(), row.begin(), row.end());
    read.rows.labels.push_back(picture.label);
    ++trained->counts[picture.label];
  }
  return read;
}

Status CheckClasses(const LabelledSet& set, const TrainedHead& trained) {
  for (size_t label = 0; label < set.labels.size(); ++label)
    if (trained.counts[label] == 0)
      return InvalidInput("the class '" + set.labels[label] +
                          "' has no picture that can be read; add some, or "
                          "take its folder away");
  if (set.labels.size() < 2)
    return InvalidInput("there is only the class '" + set.labels[0] +
                        "'; a head needs two or more to tell apart");
  return Status();
}

// Which of five parts each row is in, so that every class is spread over them
// evenly, in hash order.
std::vector<size_t> PartsOf(const LabelledSet& set, const ReadRows& read,
                            uint64_t seed, size_t parts) {
  std::vector<size_t> part(read.rows.size());
  for (const std::vector<size_t>& order : HashOrder(set, seed)) {
    size_t next = 0;
    for (const size_t picture : order)
      if (read.row_of[picture].has_value())
        part[*read.row_of[picture]] = next++ % parts;
  }
  return part;
}

std::vector<size_t> CountsOf(const TrainingSet& rows) {
  std::vector<size_t> counts(rows.classes);
  for (const size_t label : rows.labels) ++counts[label];
  return counts;
}

size_t SmallestClass(const TrainingSet& rows) {
  const std::vector<size_t> counts = CountsOf(rows);
  return *std::min_element(counts.begin(), counts.end());
}

template <typename T>
std::vector<T> Where(const std::vector<T>& values,
                     const std::vector<bool>& keep, bool kept) {
  std::vector<T> selected;
  for (size_t i = 0; i < values.size(); ++i)
    if (keep[i] == kept) selected.push_back(values[i]);
  return selected;
}

// Rows are numbered within their fold by `spread`, so that folds of a subset
// are even too.
StatusOr<Strength> ChooseFor(const TrainingSet& rows,
                             const std::vector<size_t>& spread,
                             const std::vector<std::string>& names) {
  const std::vector<size_t> counts = CountsOf(rows);
  const auto smallest = std::min_element(counts.begin(), counts.end());
  const size_t folds = std::min(kFolds, *smallest);
  if (folds < 2)
    return InvalidInput("the class '" +
                        names[static_cast<size_t>(smallest - counts.begin())] +
                        "' has a single picture to train on, too few for "
                        "cross-validation; add some, or give --l2");
  std::vector<size_t> fold(rows.size());
  for (size_t i = 0; i < fold.size(); ++i) fold[i] = spread[i] % folds;
  return ChooseStrength(rows, fold, folds);
}

}  // namespace

StatusOr<TrainedHead> TrainHead(const Model& model, const LabelledSet& set,
                                const TrainOptions& options) {
  TrainedHead trained;
  trained.counts.resize(set.labels.size());
  CAMGLASS_ASSIGN_OR_RETURN(const ReadRows read,
                            ReadFeatures(model, set, options, &trained));
  CAMGLASS_RETURN_IF_ERROR(CheckClasses(set, trained));
  const TrainingSet& rows = read.rows;
  // Each class's rows are numbered in hash order: every fifth is held out.
  const std::vector<size_t> number =
      PartsOf(set, read, options.seed, rows.size());
  const bool holds_out = SmallestClass(rows) >= kHeldOutOf;
  std::vector<bool> held(rows.size());
  std::vector<size_t> spread(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    held[i] = holds_out && number[i] % kHeldOutOf == kHeldOutOf - 1;
    spread[i] = holds_out ? number[i] - number[i] / kHeldOutOf : number[i];
  }
  const TrainingSet seen = Select(rows, held, false);
  trained.l2 = options.l2.value_or(0);
  if (!options.l2.has_value()) {
    CAMGLASS_ASSIGN_OR_RETURN(
        trained.strength,
        ChooseFor(seen, Where(spread, held, false), set.labels));
    trained.l2 = trained.strength->l2;
  }
  if (holds_out) {
    CAMGLASS_ASSIGN_OR_RETURN(const LinearHead head, FitHead(seen, trained.l2));
    const TrainingSet unseen = Select(rows, held, true);
    trained.held_out_count = unseen.size();
    trained.held_out = ShareOf(Judge(head, unseen).right, unseen.size());
  }
  CAMGLASS_ASSIGN_OR_RETURN(trained.head, FitHead(rows, trained.l2));
  return trained;
}

StatusOr<Model> WithHead(const Model& model, const LinearHead& head,
                         const std::vector<std::string>& classes) {
  Model result = model;
  result.info.classes = classes;
  result.info.config.classes = classes.size();
  result.info.config.head_relu = false;
  result.info.scores = ScoreRule::kSoftmax;
  result.info.training.reset();  // of another head
  CAMGLASS_ASSIGN_OR_RETURN(const Net net, BuildNet(result.info.config));
  const auto replace = [&](const std::string& name,
                           const std::vector<double>& values) {
    const ParamId id = net.graph.FindParam(name);
    CAMGLASS_CHECK(id < net.graph.params.size());
    for (CheckpointTensor& tensor : result.tensors)
      if (tensor.name == name)
        tensor = TensorFromValues(
            name, net.graph.params[id].shape, ElementType::kF32,
            std::vector<float>(values.begin(), values.end()));
  };
  replace(net.head_weight, head.weight);
  replace(net.head_bias, head.bias);
  CAMGLASS_RETURN_IF_ERROR(BindModel(result).status());
  return result;
}

}  // namespace camglass
