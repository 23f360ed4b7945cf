#include "tools/storage_loss.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "camapp/cam/explain.h"
#include "camapp/picture/decode.h"
#include "engine/base/data_folders.h"
#include "tools/difference.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

constexpr const char* kPhotographs[] = {"coffee.jpg", "chelsea.png"};

StatusOr<std::vector<float>> LogitsOn(const Model& model,
                                      const Picture& picture) {
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel loaded, BindModel(model));
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            Explainer::Create(std::move(loaded), {}));
  Explanation explanation;
  CAMGLASS_RETURN_IF_ERROR(explainer->Explain(picture, &explanation));
  return explanation.scores.logits;
}

void CompareWeights(const Model& exact, const Model& stored,
                    StorageLoss* loss) {
  for (const TensorDifference& tensor :
       CompareTensors(exact.tensors, stored.tensors).both) {
    if (tensor.relative <= loss->weight) continue;
    loss->weight = tensor.relative;
    loss->tensor = tensor.name;
  }
}

}  // namespace

StatusOr<StorageLoss> MeasureStorageLoss(const Model& exact,
                                         const Model& stored) {
  StorageLoss loss;
  CompareWeights(exact, stored, &loss);
  for (const char* name : kPhotographs) {
    const std::string file = DataFile(DataKind::kSamples, name);
    if (file.empty()) return loss;
    CAMGLASS_ASSIGN_OR_RETURN(const Picture picture, ReadPicture(file, {}));
    CAMGLASS_ASSIGN_OR_RETURN(const auto wanted, LogitsOn(exact, picture));
    CAMGLASS_ASSIGN_OR_RETURN(const auto got, LogitsOn(stored, picture));
    loss.pictures.push_back({name, CompareLogits(wanted, got)});
  }
  return loss;
}

std::vector<std::string> StorageLossText(const StorageLoss& loss) {
  char line[512];
  std::vector<std::string> lines;
  if (loss.weight == 0) {
    lines.emplace_back("f16 holds every weight exactly");
  } else {
    std::snprintf(line, sizeof line,
                  "weights change by up to %.2e of the largest in their tensor "
                  "(%s)",
                  loss.weight, loss.tensor.c_str());
    lines.emplace_back(line);
  }
  for (const PictureLoss& picture : loss.pictures) {
    std::snprintf(line, sizeof line,
                  "logits of %s change by up to %.2e of the largest (%.3g of "
                  "%.3g); the most likely class %s",
                  picture.picture.c_str(), picture.logits.Relative(),
                  picture.logits.difference, picture.logits.largest_logit,
                  picture.logits.same_top ? "stays" : "changes");
    lines.emplace_back(line);
  }
  if (loss.pictures.empty())
    lines.emplace_back(
        "logits were not compared: the photographs of camglass are not "
        "installed");
  return lines;
}

}  // namespace camglass
