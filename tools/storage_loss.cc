#include "tools/storage_loss.h"

#include <algorithm>
#include <cmath>
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

PictureLoss CompareLogits(const std::vector<float>& exact,
                          const std::vector<float>& stored) {
  PictureLoss loss;
  for (size_t i = 0; i < exact.size(); ++i) {
    const double wanted = exact[i];
    loss.difference = std::max(loss.difference, std::abs(wanted - stored[i]));
    loss.largest_logit = std::max(loss.largest_logit, std::abs(wanted));
  }
  const auto top = [](const std::vector<float>& logits) {
    return std::max_element(logits.begin(), logits.end()) - logits.begin();
  };
  loss.same_top = top(exact) == top(stored);
  return loss;
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
    loss.pictures.push_back(CompareLogits(wanted, got));
    loss.pictures.back().picture = name;
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
                  picture.picture.c_str(),
                  picture.largest_logit > 0
                      ? picture.difference / picture.largest_logit
                      : 0,
                  picture.difference, picture.largest_logit,
                  picture.same_top ? "stays" : "changes");
    lines.emplace_back(line);
  }
  if (loss.pictures.empty())
    lines.emplace_back(
        "logits were not compared: the photographs of camglass are not "
        "installed");
  return lines;
}

}  // namespace camglass
