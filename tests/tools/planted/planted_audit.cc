#include "tests/tools/planted/planted_audit.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "camapp/cam/explain.h"
#include "engine/base/check.h"
#include "tools/audit/audit_pass.h"
#include "tools/audit/contrast_map.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/finding_text.h"
#include "tools/audit/findings.h"
#include "tools/audit/train_head.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

constexpr size_t kTwins = 16;

template <typename T>
T Must(StatusOr<T> value) {
  if (!value.ok())
    std::fprintf(stderr, "%s\n", value.status().message().c_str());
  CAMGLASS_CHECK(value.ok());
  return *std::move(value);
}

std::unique_ptr<Explainer> Train(const Model& model,
                                 const std::string& folder) {
  const LabelledSet set = Must(ReadPictureTree(folder));
  const TrainedHead trained = Must(TrainHead(model, set, {}));
  const Model own = Must(WithHead(model, trained.head, set.labels));
  ExplainOptions options;
  options.top = 5;
  return Must(Explainer::Create(Must(BindModel(own)), options));
}

std::vector<AuditRecord> RecordsOf(const LabelledSet& set,
                                   Explainer* explainer) {
  AuditJob job;
  job.set = &set;
  job.plan = Must(PlanAudit(set, {}));
  job.classes = Must(ModelClassesOf(set, explainer->info().classes));
  job.decoders = 1;
  const auto pass = Must(AuditPass::Create(job, explainer));
  std::vector<size_t> all(set.pictures.size());
  std::iota(all.begin(), all.end(), size_t{0});
  std::vector<AuditRecord> records;
  CAMGLASS_CHECK(pass->LookAtSuggestHalf().ok());
  const Status looked = pass->LookAt(all, [&](const AuditRecord& record) {
    records.push_back(record);
    return Status();
  });
  CAMGLASS_CHECK(looked.ok());
  return records;
}

// Margins of the owner's class, of pictures as the set has them or twins.
class OwnerMargins {
 public:
  OwnerMargins(const PlantedSet& set, Explainer* explainer)
      : set_(set), explainer_(explainer) {}

  double Of(const Picture& picture) {
    CAMGLASS_CHECK(explainer_->Explain(picture, &seen_).ok());
    return MarginOf(seen_.scores.logits, set_.owner());
  }

  // Its mean over the owner's pictures minus that of the other classes'.
  double Gap(size_t classes, size_t first, size_t count) {
    double gap = 0;
    for (size_t label = 0; label < classes; ++label) {
      double sum = 0;
      for (size_t i = first; i < first + count; ++i)
        sum += Of(set_.Draw(label, i));
      const double mean = sum / static_cast<double>(count);
      gap += label == set_.owner() ? mean
                                   : -mean / static_cast<double>(classes - 1);
    }
    return gap;
  }

  // How far what is planted moves the owner's pictures.
  double Move(size_t first) {
    double moved = 0;
    for (size_t i = first; i < first + kTwins; ++i)
      moved += Of(set_.Draw(set_.owner(), i, true)) -
               Of(set_.Draw(set_.owner(), i, false));
    return moved / static_cast<double>(kTwins);
  }

 private:
  const PlantedSet& set_;
  Explainer* explainer_;
  Explanation seen_;
};

Plant PlantOf(Question question) {
  constexpr std::array<Plant, kQuestions> kPlants = {
      Plant::kColour, Plant::kTexture, Plant::kFrame, Plant::kFrame,
      Plant::kMark};
  return kPlants[static_cast<size_t>(question)];
}

double AccuracyOf(const std::vector<AuditRecord>& records) {
  const auto right = std::count_if(
      records.begin(), records.end(), [](const AuditRecord& record) {
        return record.seen.top.front() == record.seen.label;
      });
  return static_cast<double>(right) / static_cast<double>(records.size());
}

void Compare(const PlantedSet& set, Plant plant, const Finding& first,
             PlantedOutcome* outcome) {
  const AskedQuestion& asked = outcome->asked[first.asked];
  outcome->kind_right = PlantOf(asked.question) == plant;
  outcome->place_right = asked.place == set.place();
  outcome->owner_right = first.owner == set.owner();
}

}  // namespace

PlantedOutcome AuditPlanted(const PlantedSet& set,
                            const PlantedOptions& options,
                            const PlantedSizes& sizes, Model model,
                            const std::string& folder) {
  model.info.preprocess.size = options.side;
  set.Write(folder + "/train", 0, sizes.train);
  const auto explainer = Train(model, folder + "/train");
  PlantedOutcome outcome;
  if (options.plant != Plant::kNone) {
    OwnerMargins margins(set, explainer.get());
    const double gap = margins.Gap(options.classes, sizes.train, sizes.audit);
    if (gap > 0) outcome.learned = margins.Move(sizes.train) / gap;
  }
  if (sizes.only_learned && outcome.learned < kLearned) return outcome;
  set.Write(folder + "/audit", sizes.train, sizes.audit);
  const LabelledSet pictures = Must(ReadPictureTree(folder + "/audit"));
  const std::vector<AuditRecord> records = RecordsOf(pictures, explainer.get());
  std::vector<size_t> classes(options.classes);
  std::iota(classes.begin(), classes.end(), size_t{0});
  const AuditData data{records, classes};
  outcome.asked = AskAll(data);
  outcome.accuracy = AccuracyOf(records);
  const Verdict verdict =
      Judge(data, outcome.asked, 0, explainer->info().classes);
  for (const Finding& finding : verdict.findings) {
    const AskedQuestion& asked = outcome.asked[finding.asked];
    outcome.found.push_back(asked.question);
    outcome.sentences.push_back(
        SentenceOf(asked, finding, explainer->info().classes));
  }
  if (!verdict.findings.empty())
    Compare(set, options.plant, verdict.findings.front(), &outcome);
  return outcome;
}

}  // namespace camglass
