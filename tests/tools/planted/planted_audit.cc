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

double Learned(const PlantedSet& set, size_t first, double gap,
               Explainer* explainer) {
  Explanation seen;
  double moved = 0;
  for (size_t i = 0; i < kTwins; ++i)
    for (const bool with : {true, false}) {
      const Picture picture = set.Draw(set.owner(), first + i, with);
      CAMGLASS_CHECK(explainer->Explain(picture, &seen).ok());
      const double margin = MarginOf(seen.scores.logits, set.owner());
      moved += with ? margin : -margin;
    }
  return gap > 0 ? moved / static_cast<double>(kTwins) / gap : 0;
}

Plant PlantOf(Question question) {
  constexpr std::array<Plant, kQuestions> kPlants = {
      Plant::kColour, Plant::kTexture, Plant::kFrame, Plant::kFrame,
      Plant::kMark};
  return kPlants[static_cast<size_t>(question)];
}

}  // namespace

PlantedOutcome AuditPlanted(const PlantedSet& set,
                            const PlantedOptions& options,
                            const PlantedSizes& sizes, Model model,
                            const std::string& folder) {
  model.info.preprocess.size = options.side;
  set.Write(folder + "/train", 0, sizes.train);
  set.Write(folder + "/audit", sizes.train, sizes.audit);
  const auto explainer = Train(model, folder + "/train");
  const LabelledSet pictures = Must(ReadPictureTree(folder + "/audit"));
  const std::vector<AuditRecord> records = RecordsOf(pictures, explainer.get());
  std::vector<size_t> classes(options.classes);
  std::iota(classes.begin(), classes.end(), size_t{0});
  const AuditData data{records, classes};
  PlantedOutcome outcome;
  outcome.asked = AskAll(data);
  outcome.learned =
      Learned(set, sizes.train, GapOf(data, set.owner()), explainer.get());
  for (const AuditRecord& record : records)
    outcome.accuracy += record.seen.top.front() == record.seen.label ? 1 : 0;
  outcome.accuracy /= static_cast<double>(records.size());
  const Verdict verdict =
      Judge(data, outcome.asked, 0, explainer->info().classes);
  for (const Finding& finding : verdict.findings) {
    const AskedQuestion& asked = outcome.asked[finding.asked];
    outcome.found.push_back(asked.question);
    outcome.sentences.push_back(
        SentenceOf(asked, finding, explainer->info().classes));
  }
  if (verdict.findings.empty()) return outcome;
  const Finding& first = verdict.findings.front();
  const AskedQuestion& asked = outcome.asked[first.asked];
  outcome.kind_right = PlantOf(asked.question) == options.plant;
  outcome.place_right = asked.place == set.place();
  outcome.owner_right = first.owner == set.owner();
  return outcome;
}

}  // namespace camglass
