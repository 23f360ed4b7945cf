#include "tools/audit/findings.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace camglass {
namespace {

constexpr double kLeastMeanShare = 0.10;  // of a border
// An edge's share of the border's. Planted edges had 0.8 to 1.2 of it, and the
// edge of a ring that a network looks at most 0.6.
constexpr double kEdgeOfBorder = 0.75;
constexpr double kCornerOfEdge = 0.6;      // a corner's, to be told instead
constexpr double kCornerOfBorder = 0.33;   // a corner's, to explain the border
constexpr double kWholeOfBorder = 0.75;    // colour's or texture's
constexpr double kSmallPlaceWeight = 1.5;  // in the ranking

// One class's questions, by Question, on their way to a verdict.
class ClassJudge {
 public:
  ClassJudge(const AskedQuestion* asked, std::string* why, double least_share)
      : asked_(asked), why_(why), least_share_(least_share) {}

  std::vector<Question> Found() {
    for (size_t i = 0; i < kQuestions; ++i)
      taken_[i] = Passes(static_cast<Question>(i));
    NeedDominance(Question::kCorner, "no corner stands out in the maps");
    NeedDominance(Question::kEdge, "no edge stands out in the maps");
    // Only a border that is told itself can stand for its edge.
    if (Taken(Question::kEdge) && Taken(Question::kBorder) &&
        Share(Question::kEdge) < kEdgeOfBorder * BorderShare())
      Drop(Question::kEdge, "the border as a whole explains more");
    ChooseCornerOrEdge();
    JudgeBorder();
    std::vector<Question> found;
    for (size_t i = 0; i < kQuestions; ++i)
      if (taken_[i]) found.push_back(static_cast<Question>(i));
    return found;
  }

  double Strength(Question question) const {
    double low = At(question).share_low.value_or(0);
    // A share that may be chance lends nothing.
    if (question == Question::kEdge && At(Question::kBorder).significant())
      low = std::max(low, At(Question::kBorder).share_low.value_or(0));
    const bool small =
        question == Question::kEdge || question == Question::kCorner;
    return small ? kSmallPlaceWeight * low : low;
  }

 private:
  const AskedQuestion& At(Question question) const {
    return asked_[static_cast<size_t>(question)];
  }
  bool Taken(Question question) const {
    return taken_[static_cast<size_t>(question)];
  }
  double Share(Question question) const {
    return At(question).share.value_or(0);
  }
  double BorderShare() const { return std::max(0.0, Share(Question::kBorder)); }
  void Drop(Question question, const char* why) {
    taken_[static_cast<size_t>(question)] = false;
    why_[static_cast<size_t>(question)] = why;
  }

  bool Passes(Question question) {
    const AskedQuestion& asked = At(question);
    std::string& why = why_[static_cast<size_t>(question)];
    why = "found";
    if (!asked.test.has_value())
      why = "too few pictures, or no change at all";
    else if (asked.gap <= 0)
      why = "the network does not tell these classes apart";
    else if (!asked.significant())
      why = "may be chance";
    else if (*asked.share_low < LeastShare(question))
      why = "too small a share";
    else if (*asked.share_low < least_share_)
      why = "below --min-share";
    else if (question == Question::kBorder &&
             asked.share_mean.value_or(0) < kLeastMeanShare)
      why = "what the border always shows explains too little of it";
    return why == "found";
  }

  void NeedDominance(Question question, const char* why) {
    if (Taken(question) && !At(question).dominates) Drop(question, why);
  }

  void ChooseCornerOrEdge() {
    if (!Taken(Question::kCorner) || !Taken(Question::kEdge)) return;
    if (Share(Question::kCorner) >= kCornerOfEdge * Share(Question::kEdge))
      Drop(Question::kEdge, "the corner alone explains it");
    else
      Drop(Question::kCorner, "a part of the edge that explains more");
  }

  void JudgeBorder() {
    if (!Taken(Question::kBorder)) return;
    if (Taken(Question::kEdge))
      Drop(Question::kBorder, "the edge alone explains it");
    else if (Taken(Question::kCorner) &&
             Explains(Question::kCorner, kCornerOfBorder))
      Drop(Question::kBorder, "the corner alone explains it");
    else if (Taken(Question::kColour) && ExplainsBorder(Question::kColour))
      Drop(Question::kBorder, "the colours of the whole picture explain it");
    else if (Taken(Question::kTexture) && ExplainsBorder(Question::kTexture))
      Drop(Question::kBorder, "the texture of the whole picture explains it");
    // One border is one finding: what is not told by itself comes last.
    else if (TakesBorder(Question::kColour))
      Drop(Question::kBorder, "the colours of the whole picture explain it");
    else if (TakesBorder(Question::kTexture))
      Drop(Question::kBorder, "the texture of the whole picture explains it");
  }

  bool Explains(Question question, double part) const {
    return Share(question) >= part * BorderShare();
  }

  bool ExplainsBorder(Question question) const {
    return Explains(question, kWholeOfBorder);
  }

  // That there is something to tell is known from the border: what it is needs
  // to be no chance, and may be surely smaller than what is told by itself.
  bool TakesBorder(Question question) {
    const AskedQuestion& asked = At(question);
    if (!asked.significant() || asked.gap <= 0 ||
        *asked.share_low < least_share_ || !ExplainsBorder(question))
      return false;
    taken_[static_cast<size_t>(question)] = true;
    why_[static_cast<size_t>(question)] = "found";
    return true;
  }

  const AskedQuestion* asked_;
  std::string* why_;
  double least_share_;
  std::array<bool, kQuestions> taken_{};
};

struct Candidate {
  Finding finding;
  double strength = 0;
};

// Borders, edges and corners explain each other.
Question FamilyOf(Question question) {
  return question == Question::kColour || question == Question::kTexture
             ? question
             : Question::kBorder;
}

// Of two classes the one that loses more without the property; weak marks don't
// tell. Of more than two the one that asked.
std::optional<size_t> OwnerOf(const AskedQuestion& asked, size_t classes) {
  if (classes > 2) return asked.c;
  if (asked.question == Question::kCorner) return std::nullopt;
  return asked.loss >= asked.others_loss ? asked.c : 1 - asked.c;
}

// With more than two classes, a class with a cue shows in every other class's
// questions: kept is what remains of a question without the pictures of the
// classes that are told already.
std::vector<Candidate> Unexplained(const AuditData& data,
                                   const std::vector<AskedQuestion>& asked,
                                   const std::vector<Candidate>& candidates,
                                   const std::vector<std::string>& class_names,
                                   std::vector<std::string>* why) {
  std::vector<Candidate> kept;
  std::map<Question, std::set<size_t>> told;
  for (const Candidate& candidate : candidates) {
    const AskedQuestion& question = asked[candidate.finding.asked];
    std::set<size_t> others = told[FamilyOf(question.question)];
    others.erase(question.c);
    if (!others.empty()) {
      const auto rest = TestWithout(data, question, others);
      if (!rest.has_value() || rest->p > kAlpha) {
        (*why)[candidate.finding.asked] =
            rest.has_value() ? "explained by " + class_names[*others.begin()]
                             : "too few pictures beside the classes told";
        continue;
      }
    }
    // A told class shows wherever a property of its own tells, even one that
    // was not told of it because another explains it.
    for (size_t i = 0; i < kQuestions; ++i) {
      const AskedQuestion& own = asked[question.c * kQuestions + i];
      if (own.significant()) told[FamilyOf(own.question)].insert(own.c);
    }
    kept.push_back(candidate);
  }
  return kept;
}

}  // namespace

Verdict Judge(const AuditData& data, const std::vector<AskedQuestion>& asked,
              double least_share, const std::vector<std::string>& class_names) {
  Verdict verdict;
  verdict.why.resize(asked.size());
  std::vector<Candidate> candidates;
  for (size_t first = 0; first < asked.size(); first += kQuestions) {
    ClassJudge judge(&asked[first], &verdict.why[first], least_share);
    for (const Question question : judge.Found()) {
      const size_t index = first + static_cast<size_t>(question);
      candidates.push_back({{index, OwnerOf(asked[index], data.classes.size())},
                            judge.Strength(question)});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return a.strength > b.strength;
                   });
  if (data.classes.size() > 2)
    candidates =
        Unexplained(data, asked, candidates, class_names, &verdict.why);
  for (const Candidate& candidate : candidates)
    verdict.findings.push_back(candidate.finding);
  return verdict;
}

}  // namespace camglass
