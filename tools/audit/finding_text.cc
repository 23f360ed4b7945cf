#include "tools/audit/finding_text.h"

#include <algorithm>

#include "engine/base/console.h"
#include "engine/base/counted.h"

namespace camglass {
namespace {

// "in the top-left corner", "along the left edge", "along the border".
std::string WherePhrase(Place place) {
  const std::string name(NameOf(place));
  if (IsCorner(place)) return "in the " + name + " corner";
  if (IsEdge(place)) return "along the " + name + " edge";
  return "along the border";
}

// What is exchanged, after "with ... of other pictures".
std::string ThingPhrase(const AskedQuestion& asked) {
  switch (asked.question) {
    case Question::kColour:
      return "the colours";
    case Question::kTexture:
      return "the fine texture";
    case Question::kBorder:
      return "the border";
    case Question::kEdge:
      return "the " + std::string(NameOf(asked.place)) + " edge";
    case Question::kCorner:
      return "the " + std::string(NameOf(asked.place)) + " corner";
  }
  return "";
}

std::string CuePhrase(const AskedQuestion& asked) {
  if (asked.place == Place::kWhole)
    return ThingPhrase(asked) + " of the whole picture";
  return "what lies " + WherePhrase(asked.place);
}

std::string ErasedPhrase(const AskedQuestion& asked) {
  if (asked.question == Question::kColour) return "In grey";
  if (asked.question == Question::kTexture) return "Blurred";
  return "With " + ThingPhrase(asked) + " mirrored from inside";
}

std::string Number(const std::optional<double>& value) {
  return value.has_value() ? Format("%.2f", *value) : "unknown";
}

std::string ChangePhrase(const Accuracies& accuracies) {
  const bool falls =
      accuracies.other.value_or(0) < accuracies.unchanged.value_or(0);
  return std::string(falls ? "falls" : "goes") + " from " +
         Number(accuracies.unchanged) + " to " + Number(accuracies.other);
}

std::string SharePhrase(const AskedQuestion& asked) {
  return Format("%.0f %% (at least %.0f %%) of what separates them hangs on it",
                100 * asked.share.value_or(0),
                100 * asked.share_low.value_or(0));
}

std::string Erased(const AskedQuestion& asked, const Accuracies& accuracies) {
  if (!accuracies.erased.has_value()) return "";
  return " " + ErasedPhrase(asked) + ": " + Number(accuracies.erased) + ".";
}

}  // namespace

std::string_view KindOf(Question question) {
  switch (question) {
    case Question::kColour:
      return "colour";
    case Question::kTexture:
      return "texture";
    case Question::kCorner:
      return "mark";
    default:
      return "frame";
  }
}

ToldApart ClassesOf(const AskedQuestion& asked, const Finding* finding,
                    size_t classes) {
  if (classes > 2) return {asked.c, std::nullopt};
  const size_t a =
      finding != nullptr ? finding->owner.value_or(asked.c) : asked.c;
  return {a, 1 - a};
}

const Accuracies& AccuraciesOf(const AskedQuestion& asked,
                               const Finding& finding) {
  if (!finding.owner.has_value()) return asked.all;
  return *finding.owner == asked.c ? asked.of_class : asked.of_others;
}

std::string SentenceOf(const AskedQuestion& asked, const Finding& finding,
                       const std::vector<std::string>& class_names) {
  const ToldApart told = ClassesOf(asked, &finding, class_names.size());
  const Accuracies& accuracies = AccuraciesOf(asked, finding);
  const std::string& a = class_names[told.a];
  const std::string thing = ThingPhrase(asked);
  std::string text;
  if (!finding.owner.has_value())
    text = Format(
        "%s and %s are told apart by %s: with %s of pictures of the other "
        "class accuracy %s (with that of pictures of the same class: %s); ",
        a, class_names[told.b.value_or(told.a)], CuePhrase(asked), thing,
        ChangePhrase(accuracies), Number(accuracies.own));
  else if (told.b.has_value())
    text = Format(
        "%s is told from %s by %s: with %s of %s pictures its accuracy %s "
        "(of other %s pictures: %s); ",
        a, class_names[*told.b], CuePhrase(asked), thing, class_names[*told.b],
        ChangePhrase(accuracies), a, Number(accuracies.own));
  else
    text = Format(
        "%s is told from the other classes by %s: with %s of their pictures "
        "its accuracy %s (of other %s pictures: %s); ",
        a, CuePhrase(asked), thing, ChangePhrase(accuracies), a,
        Number(accuracies.own));
  return text + SharePhrase(asked) + "." + Erased(asked, accuracies);
}

std::string SummaryOf(const std::vector<AskedQuestion>& asked,
                      const Verdict& verdict) {
  if (!verdict.findings.empty())
    return Counted(verdict.findings.size(), "dependence") +
           (verdict.findings.size() == 1 ? " was" : " were") + " found.";
  double most = 0;
  size_t least_n = 0;
  for (const AskedQuestion& one : asked) {
    if (!one.detectable.has_value()) continue;
    most = std::max(most, *one.detectable);
    least_n = least_n == 0 ? one.n : std::min(least_n, one.n);
  }
  if (least_n == 0)
    return "Nothing could be asked: the network does not tell these classes "
           "apart, or nothing that was exchanged changed anything.";
  const bool hidden = std::find(verdict.why.begin(), verdict.why.end(),
                                "below --min-share") != verdict.why.end();
  const std::string too = hidden ? ", and some are below --min-share" : "";
  if (most >= 1)
    return Format(
        "No dependence was found, but from %s changed per question hardly any "
        "could have been%s.",
        Counted(least_n, "picture"), too);
  return Format(
      "No dependence on colour, texture, border, edges or corners above %.0f "
      "%% was found (%s changed per question; smaller ones would be missed%s).",
      100 * most, Counted(least_n, "picture"), too);
}

}  // namespace camglass
