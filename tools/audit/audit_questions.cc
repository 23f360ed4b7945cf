#include "tools/audit/audit_questions.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "tools/audit/contrast_map.h"
#include "tools/audit/evidence_places.h"

namespace camglass {
namespace {

bool Usable(const AuditRecord& record) {
  return record.half == AuditHalf::kConfirm && record.seen.error.empty() &&
         !record.exchanges.empty();
}

const Exchange* Find(const AuditRecord& record, const AskedQuestion& asked,
                     Donor from) {
  for (const Exchange& exchange : record.exchanges)
    if (exchange.question == asked.question && exchange.place == asked.place &&
        exchange.from == from)
      return &exchange;
  return nullptr;
}

// The class of each picture's name.
using ClassOfName = std::map<std::string, size_t>;

ClassOfName ClassesByName(const AuditData& data) {
  ClassOfName classes;
  for (const AuditRecord& record : data.records)
    classes[record.seen.picture] = PositionOf(data.classes, record.seen.label);
  return classes;
}

// A confirm picture that a question changes.
struct Changed {
  const AuditRecord* record = nullptr;
  size_t label = 0;  // of the set's classes
};

// The pictures of c, and those of others whose other donor is of c; without the
// pictures whose classes are in `without`.
std::vector<Changed> PicturesFor(const AuditData& data,
                                 const ClassOfName& names, size_t c,
                                 const std::set<size_t>& without) {
  std::vector<Changed> pictures;
  for (const AuditRecord& record : data.records) {
    if (!Usable(record)) continue;
    const auto donor = names.find(record.other_donor);
    if (donor == names.end()) continue;
    const size_t label = PositionOf(data.classes, record.seen.label);
    if ((label == c || donor->second == c) && without.count(label) == 0 &&
        without.count(donor->second) == 0)
      pictures.push_back({&record, label});
  }
  return pictures;
}

using Strata = std::array<std::vector<double>, 2>;  // of c, and of others

// Margin with the own donor minus margin with the other.
Strata Differences(const std::vector<Changed>& pictures,
                   const AskedQuestion& asked, Donor own, Donor other) {
  Strata strata;
  for (const Changed& picture : pictures) {
    const Exchange* with_own = Find(*picture.record, asked, own);
    const Exchange* with_other = Find(*picture.record, asked, other);
    if (with_own == nullptr || with_other == nullptr) continue;
    strata[picture.label == asked.c ? 0 : 1].push_back(
        MarginOf(with_own->logits, picture.label) -
        MarginOf(with_other->logits, picture.label));
  }
  return strata;
}

bool IsRight(const std::vector<float>& logits, size_t label) {
  return std::max_element(logits.begin(), logits.end()) ==
         logits.begin() + static_cast<ptrdiff_t>(label);
}

std::optional<double> ShareRight(const std::vector<Changed>& pictures,
                                 const AskedQuestion& asked, Donor from) {
  size_t all = 0;
  size_t right = 0;
  for (const Changed& picture : pictures)
    if (const Exchange* found = Find(*picture.record, asked, from)) {
      ++all;
      right += IsRight(found->logits, picture.label) ? 1 : 0;
    }
  if (all == 0) return std::nullopt;
  return static_cast<double>(right) / static_cast<double>(all);
}

Accuracies AccuraciesOf(const std::vector<Changed>& pictures,
                        const AskedQuestion& asked) {
  Accuracies accuracies;
  if (pictures.empty()) return accuracies;
  const auto right = std::count_if(
      pictures.begin(), pictures.end(), [](const Changed& picture) {
        return IsRight(picture.record->logits, picture.label);
      });
  accuracies.unchanged =
      static_cast<double>(right) / static_cast<double>(pictures.size());
  accuracies.own = ShareRight(pictures, asked, Donor::kOwn);
  accuracies.other = ShareRight(pictures, asked, Donor::kOther);
  accuracies.erased = ShareRight(pictures, asked, Donor::kErased);
  return accuracies;
}

// Mean margins lost by erasing: of c's pictures, and of the others'.
Strata LossesOf(const std::vector<Changed>& pictures,
                const AskedQuestion& asked) {
  Strata losses;
  for (const Changed& picture : pictures)
    if (const Exchange* erased = Find(*picture.record, asked, Donor::kErased))
      losses[picture.label == asked.c ? 0 : 1].push_back(
          picture.record->margin - MarginOf(erased->logits, picture.label));
  return losses;
}

Place PlaceFor(Question question, const EvidencePlaces& places) {
  switch (question) {
    case Question::kBorder:
      return Place::kAround;
    case Question::kEdge:
      return places.edge;
    case Question::kCorner:
      return places.corner;
    default:
      return Place::kWhole;
  }
}

void AddShares(const std::vector<Changed>& pictures, AskedQuestion* asked) {
  if (!asked->test.has_value() || asked->gap <= 0) return;
  asked->share = asked->test->mean / asked->gap;
  asked->share_low =
      *asked->share - kOneSided99 * asked->test->error / asked->gap;
  const auto mean = TestStrata(
      Differences(pictures, *asked, Donor::kOwnMean, Donor::kOtherMean));
  if (mean.has_value()) asked->share_mean = mean->mean / asked->gap;
}

// `family`: how many questions are asked.
void AddDetectable(size_t family, double least_share, AskedQuestion* asked) {
  if (!asked->share.has_value()) return;
  const double error = asked->test->error / asked->gap;
  const double t = StudentQuantile(kAlpha / static_cast<double>(family),
                                   asked->test->freedom);
  const double least = std::max(LeastShare(asked->question), least_share);
  asked->detectable = std::max(t * error, least + kOneSided99 * error);
}

void AnswerFrom(const std::vector<Changed>& pictures, AskedQuestion* asked) {
  const Strata differences =
      Differences(pictures, *asked, Donor::kOwn, Donor::kOther);
  asked->n = differences[0].size() + differences[1].size();
  asked->test = TestStrata(differences);
  AddShares(pictures, asked);
  asked->all = AccuraciesOf(pictures, *asked);
  asked->complete = asked->n == pictures.size();
  std::vector<Changed> of_class;
  std::vector<Changed> of_others;
  for (const Changed& picture : pictures)
    (picture.label == asked->c ? of_class : of_others).push_back(picture);
  asked->of_class = AccuraciesOf(of_class, *asked);
  asked->of_others = AccuraciesOf(of_others, *asked);
  const Strata losses = LossesOf(pictures, *asked);
  asked->loss = MeanOf(losses[0]);
  asked->others_loss = MeanOf(losses[1]);
}

std::vector<AskedQuestion> AskAbout(const AuditData& data,
                                    const ClassOfName& names, size_t c) {
  const RegionSamples suggest =
      SamplesOf(data.records, AuditHalf::kSuggest, data.classes, c);
  const RegionSamples confirm =
      SamplesOf(data.records, AuditHalf::kConfirm, data.classes, c);
  const EvidencePlaces places = StrongestPlaces(suggest);
  const std::vector<Changed> pictures = PicturesFor(data, names, c, {});
  std::vector<AskedQuestion> questions;
  for (size_t i = 0; i < kQuestions; ++i) {
    AskedQuestion asked;
    asked.question = static_cast<Question>(i);
    asked.c = c;
    asked.place = PlaceFor(asked.question, places);
    asked.gap = GapOf(data, c);
    if (IsCorner(asked.place) || IsEdge(asked.place))
      asked.dominates =
          Dominates(suggest, asked.place) && Dominates(confirm, asked.place);
    AnswerFrom(pictures, &asked);
    questions.push_back(asked);
  }
  return questions;
}

}  // namespace

double LeastShare(Question question) {
  constexpr std::array<double, kQuestions> kLeast = {0.10, 0.20, 0.04, 0.02,
                                                     0.02};
  return kLeast[static_cast<size_t>(question)];
}

double GapOf(const AuditData& data, size_t c) {
  std::vector<std::vector<double>> margins(data.classes.size());
  for (const AuditRecord& record : data.records)
    if (record.half == AuditHalf::kConfirm && record.seen.error.empty())
      margins[PositionOf(data.classes, record.seen.label)].push_back(
          MarginOf(record.logits, c));
  std::vector<double> others;
  for (size_t label = 0; label < margins.size(); ++label)
    if (label != c) others.push_back(MeanOf(margins[label]));
  return MeanOf(margins[c]) - MeanOf(others);
}

std::vector<AskedQuestion> AskAll(const AuditData& data, double least_share) {
  const ClassOfName names = ClassesByName(data);
  // Of two classes both ask the same.
  const size_t askers = data.classes.size() == 2 ? 1 : data.classes.size();
  std::vector<AskedQuestion> questions;
  for (size_t c = 0; c < askers; ++c)
    for (AskedQuestion& asked : AskAbout(data, names, c))
      questions.push_back(std::move(asked));
  std::vector<double> p;
  for (const AskedQuestion& asked : questions)
    p.push_back(asked.test.has_value() ? asked.test->p : 1);
  const std::vector<double> corrected = HolmCorrected(p);
  for (size_t i = 0; i < questions.size(); ++i) {
    questions[i].p_corrected = corrected[i];
    AddDetectable(questions.size(), least_share, &questions[i]);
  }
  return questions;
}

std::optional<StratifiedMean> TestWithout(const AuditData& data,
                                          const AskedQuestion& asked,
                                          const std::set<size_t>& without) {
  const std::vector<Changed> pictures =
      PicturesFor(data, ClassesByName(data), asked.c, without);
  return TestStrata(Differences(pictures, asked, Donor::kOwn, Donor::kOther));
}

}  // namespace camglass
