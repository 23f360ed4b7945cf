#include "tools/audit/audit_pass.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/half.h"
#include "engine/base/printable_text.h"
#include "engine/base/within_memory.h"
#include "tools/audit/contrast_map.h"
#include "tools/audit/evaluate.h"
#include "tools/audit/exchange/area_average.h"
#include "tools/audit/exchange/colour_exchange.h"
#include "tools/audit/exchange/mask.h"
#include "tools/audit/exchange/mirror.h"
#include "tools/audit/exchange/texture_exchange.h"
#include "tools/audit/picture_feed.h"
#include "tools/audit/region_sums.h"

namespace camglass {
namespace {

std::vector<std::string> PathsOf(const LabelledSet& set,
                                 const std::vector<size_t>& pictures) {
  std::vector<std::string> paths;
  for (const size_t i : pictures) paths.push_back(set.pictures[i].path);
  return paths;
}

std::array<float, kRegions> Narrow(const RegionSums& sums) {
  std::array<float, kRegions> narrow{};
  std::copy(sums.begin(), sums.end(), narrow.begin());
  return narrow;
}

std::vector<uint16_t> OnGrid(const std::vector<float>& map, Extent cells,
                             Extent grid) {
  const std::vector<double> values(map.begin(), map.end());
  std::vector<uint16_t> halves;
  for (const double value : AreaAverage(values, cells, 1, grid))
    halves.push_back(F32ToF16(static_cast<float>(value)));
  return halves;
}

std::vector<uint8_t> RoundedColours(const Picture& picture) {
  std::vector<uint8_t> colours;
  for (const double value : ColourPlane(picture))
    colours.push_back(static_cast<uint8_t>(std::lround(value)));
  return colours;
}

}  // namespace

ResizeRule RuleOfResized(ResizeRule rule) {
  return rule == ResizeRule::kCrop ? ResizeRule::kShort : rule;
}

AuditPass::AuditPass(AuditJob job, Explainer* explainer)
    : job_(std::move(job)),
      explainer_(explainer),
      resizer_({job_.rule, ResizeQuality::kExact,
                explainer->info().preprocess.size,
                explainer->info().preprocess.resize}),
      means_(job_.plan.suggest.size(),
             MeanPicture(explainer->info().preprocess.size)) {
  for (const std::vector<size_t>& confirm : job_.plan.confirm)
    for (size_t place = 0; place < confirm.size(); ++place)
      confirm_place_[confirm[place]] = place;
}

StatusOr<std::unique_ptr<AuditPass>> AuditPass::Create(AuditJob job,
                                                       Explainer* explainer) {
  std::unique_ptr<AuditPass> pass(new AuditPass(std::move(job), explainer));
  CAMGLASS_RETURN_IF_ERROR(pass->MeasureGrid());
  return pass;
}

Status AuditPass::MeasureGrid() {
  const size_t side = explainer_->info().preprocess.size;
  CAMGLASS_RETURN_IF_ERROR(
      explainer_->Explain(Picture(side, side), &explanation_));
  grid_ = explanation_.map.size;
  return Status();
}

Status AuditPass::Resize(const Picture& pixels, Picture* input) {
  return WithinMemory("resize this picture", [&] {
    CAMGLASS_RETURN_IF_ERROR(resizer_.SetFrameSize(pixels.extent()));
    resizer_.Resize(pixels, input);
    return Status();
  });
}

Status AuditPass::Explain(const Picture& input) {
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(input, &explanation_));
  CAMGLASS_CHECK(explainer_->resized().h == input.h &&
                 explainer_->resized().w == input.w);
  return CheckFinite(explanation_);
}

std::vector<float> AuditPass::LogitsOfSet() const {
  std::vector<float> logits;
  for (const size_t c : job_.classes)
    logits.push_back(explanation_.scores.logits[c]);
  return logits;
}

AuditPass::Seen AuditPass::SeenOf(size_t picture,
                                  const StatusOr<Picture>& pixels) {
  Seen seen;
  const Status status = WithinMemory(
      "audit this picture", [&] { return Look(picture, pixels, &seen); });
  if (status.ok()) return seen;
  const LabelledPicture& one = job_.set->pictures[picture];
  seen.record = AuditRecord();
  seen.record.half = job_.plan.half[picture];
  seen.record.seen =
      ErrorRecord({one.path, one.name, job_.classes[one.label]}, status);
  return seen;
}

Status AuditPass::Look(size_t picture, const StatusOr<Picture>& pixels,
                       Seen* seen) {
  CAMGLASS_RETURN_IF_ERROR(pixels.status());
  CAMGLASS_RETURN_IF_ERROR(Resize(*pixels, &seen->input));
  CAMGLASS_RETURN_IF_ERROR(Explain(seen->input));
  const LabelledPicture& one = job_.set->pictures[picture];
  AuditRecord& record = seen->record;
  record.half = job_.plan.half[picture];
  record.seen =
      SeenRecord({one.path, one.name, job_.classes[one.label]}, explanation_);
  record.logits = LogitsOfSet();
  record.margin = MarginOf(record.logits, one.label);
  record.size = seen->input.extent();
  record.colours = RoundedColours(seen->input);
  AddEvidence(&record);
  return record.half == AuditHalf::kConfirm ? AddExchanges(picture, seen)
                                            : Status();
}

void AuditPass::AddEvidence(AuditRecord* record) const {
  const std::vector<std::vector<float>> maps =
      ContrastMaps(explainer_->features(), explainer_->head(), job_.classes);
  const size_t own = PositionOf(job_.classes, record->seen.label);
  const Extent cells = explanation_.map.size;
  for (size_t c = 0; c < maps.size(); ++c)
    if (record->half != AuditHalf::kNone || c == own)
      record->evidence.push_back(
          Narrow(SumsOver(maps[c], cells, record->size)));
  record->map = OnGrid(maps[own], cells, grid_);
}

Status AuditPass::LookAtSuggestHalf() {
  std::vector<size_t> pictures;
  for (const std::vector<size_t>& suggest : job_.plan.suggest)
    pictures.insert(pictures.end(), suggest.begin(), suggest.end());
  PictureFeed feed(PathsOf(*job_.set, pictures), job_.decoders, job_.decode);
  std::vector<AuditRecord> records;
  for (const size_t picture : pictures) {
    const LabelledPicture& one = job_.set->pictures[picture];
    if (job_.progress) job_.progress(one.path);
    const Seen seen = SeenOf(picture, feed.Next());
    records.push_back(seen.record);
    suggest_[picture] = seen.record;
    if (!seen.record.seen.error.empty()) continue;
    CAMGLASS_RETURN_IF_ERROR(WithinMemory("sum up the pictures", [&] {
      means_[one.label].Add(seen.input);
      return Status();
    }));
  }
  // In the report's order: sums that differ in their last bit could tell
  // another place there.
  std::sort(records.begin(), records.end(),
            [](const AuditRecord& a, const AuditRecord& b) {
              return a.seen.picture < b.seen.picture;
            });
  for (size_t c = 0; c < job_.classes.size(); ++c)
    places_.push_back(StrongestPlaces(
        SamplesOf(records, AuditHalf::kSuggest, job_.classes, c)));
  return Status();
}

Status AuditPass::LookAt(
    const std::vector<size_t>& pictures,
    const std::function<Status(const AuditRecord&)>& keep) {
  CAMGLASS_CHECK(!places_.empty());
  std::vector<size_t> others;
  for (const size_t picture : pictures) {
    const auto found = suggest_.find(picture);
    if (found == suggest_.end())
      others.push_back(picture);
    else
      CAMGLASS_RETURN_IF_ERROR(keep(found->second));
  }
  PictureFeed feed(PathsOf(*job_.set, others), job_.decoders, job_.decode);
  for (const size_t picture : others) {
    if (job_.progress) job_.progress(job_.set->pictures[picture].path);
    CAMGLASS_RETURN_IF_ERROR(keep(SeenOf(picture, feed.Next()).record));
  }
  return Status();
}

bool AuditPass::FindDonor(const std::vector<size_t>& choices, Extent size,
                          Picture* donor, std::string* name) {
  for (const size_t choice : choices) {
    const LabelledPicture& one = job_.set->pictures[choice];
    const StatusOr<Picture> pixels = ReadPicture(one.path, job_.decode);
    Picture input;
    if (!pixels.ok() || !Resize(*pixels, &input).ok()) continue;
    *donor = Stretched(input, size);
    *name = EscapedText(one.name);
    return true;
  }
  return false;
}

Picture AuditPass::MeanOf(size_t label, Extent size) const {
  if (means_[label].count() == 0) return Picture();
  return Stretched(means_[label].Mean(), size);
}

Status AuditPass::Ask(const Picture& changed, Question question, Place place,
                      Donor from, AuditRecord* record) {
  if (changed.rgb.empty()) return Status();
  CAMGLASS_RETURN_IF_ERROR(Explain(changed));
  record->exchanges.push_back({question, place, from, LogitsOfSet()});
  return Status();
}

Status AuditPass::AskWhole(const Picture& input, const DonorPictures& donors,
                           AuditRecord* record) {
  const Place whole = Place::kWhole;
  const auto colour = [&](const Picture& changed, Donor from) {
    return Ask(changed, Question::kColour, whole, from, record);
  };
  const auto texture = [&](const Picture& changed, Donor from) {
    return Ask(changed, Question::kTexture, whole, from, record);
  };
  CAMGLASS_RETURN_IF_ERROR(
      colour(WithColoursOf(input, donors.own), Donor::kOwn));
  CAMGLASS_RETURN_IF_ERROR(
      colour(WithColoursOf(input, donors.other), Donor::kOther));
  CAMGLASS_RETURN_IF_ERROR(colour(Grey(input), Donor::kErased));
  CAMGLASS_RETURN_IF_ERROR(
      texture(WithTextureOf(input, donors.own), Donor::kOwn));
  CAMGLASS_RETURN_IF_ERROR(
      texture(WithTextureOf(input, donors.other), Donor::kOther));
  return texture(Blurred(input), Donor::kErased);
}

Status AuditPass::AskPlace(const Picture& input, const DonorPictures& donors,
                           Question question, Place place,
                           AuditRecord* record) {
  const std::vector<float> mask = MaskOf(place, input.extent());
  const auto ask = [&](const Picture& donor, Donor from) {
    if (donor.rgb.empty()) return Status();
    return Ask(Blended(input, donor, mask), question, place, from, record);
  };
  CAMGLASS_RETURN_IF_ERROR(ask(donors.own, Donor::kOwn));
  CAMGLASS_RETURN_IF_ERROR(ask(donors.other, Donor::kOther));
  if (question != Question::kEdge) {
    CAMGLASS_RETURN_IF_ERROR(ask(donors.own_mean, Donor::kOwnMean));
    CAMGLASS_RETURN_IF_ERROR(ask(donors.other_mean, Donor::kOtherMean));
  }
  return Ask(MirroredFromInside(input, place), question, place, Donor::kErased,
             record);
}

Status AuditPass::AddExchanges(size_t picture, Seen* seen) {
  const Picture& input = seen->input;
  AuditRecord& record = seen->record;
  const size_t label = job_.set->pictures[picture].label;
  const DonorChoices choices =
      DonorsOf(job_.plan, label, confirm_place_.at(picture));
  DonorPictures donors;
  if (!FindDonor(choices.own, input.extent(), &donors.own, &record.own_donor) ||
      !FindDonor(choices.other, input.extent(), &donors.other,
                 &record.other_donor))
    return Status();
  donors.own_mean = MeanOf(label, input.extent());
  donors.other_mean = MeanOf(choices.other_label, input.extent());
  CAMGLASS_RETURN_IF_ERROR(AskWhole(input, donors, &record));
  CAMGLASS_RETURN_IF_ERROR(
      AskPlace(input, donors, Question::kBorder, Place::kAround, &record));
  // The places of both classes: the question is asked about either.
  const EvidencePlaces& mine = places_[label];
  const EvidencePlaces& theirs = places_[choices.other_label];
  for (const Place place : std::set<Place>{mine.edge, theirs.edge})
    CAMGLASS_RETURN_IF_ERROR(
        AskPlace(input, donors, Question::kEdge, place, &record));
  for (const Place place : std::set<Place>{mine.corner, theirs.corner})
    CAMGLASS_RETURN_IF_ERROR(
        AskPlace(input, donors, Question::kCorner, place, &record));
  return Status();
}

}  // namespace camglass
