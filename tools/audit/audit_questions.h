// What an audit asks, and the numbers that answer it.
#ifndef CAMGLASS_TOOLS_AUDIT_AUDIT_QUESTIONS_H_
#define CAMGLASS_TOOLS_AUDIT_AUDIT_QUESTIONS_H_

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "tools/audit/audit_record.h"
#include "tools/audit/exchange/place.h"
#include "tools/audit/sample_test.h"

namespace camglass {

inline constexpr double kAlpha = 0.01;       // of all questions together
inline constexpr double kOneSided99 = 2.33;  // the normal quantile of 0.99

// Shares of pictures of which the right one of the set's classes is the most
// likely.
struct Accuracies {
  std::optional<double> unchanged;
  std::optional<double> own;
  std::optional<double> other;
  std::optional<double> erased;
};

// Does what tells class `c` from the others (of two classes: from the other)
// hang on this property?
struct AskedQuestion {
  Question question = Question::kColour;
  Place place = Place::kWhole;
  size_t c = 0;  // of the set's classes
  size_t n = 0;  // pictures changed
  // Of the margins with the own donor minus with the other: the pictures of c,
  // and those of other classes whose other donor is of c, are the strata.
  std::optional<StratifiedMean> test;
  double p_corrected = 1;
  double gap = 0;               // what separates c from the others, see GapOf
  std::optional<double> share;  // test->mean / gap, where that is above 0
  std::optional<double> share_low;   // its 99 % lower bound
  std::optional<double> share_mean;  // with mean pictures as donors
  // The least share that would have been significant and large enough.
  std::optional<double> detectable;
  bool dominates = false;  // edge, corner: in both halves
  Accuracies all;          // of the n pictures
  Accuracies of_class;     // of those of c
  Accuracies of_others;    // of the rest
  bool complete = true;    // every picture has what this question needs
  // How much less the margin is without the property: pictures of c, and of the
  // other classes.
  double loss = 0;
  double others_loss = 0;

  bool significant() const { return test.has_value() && p_corrected <= kAlpha; }
};

struct AuditData {
  // Of both halves, in any fixed order; those that could not be read are
  // ignored.
  std::span<const AuditRecord> records;
  std::span<const size_t> classes;  // the set's, as indices of the model's
};

// The least share that counts as a finding.
double LeastShare(Question question);

// The mean margin of class c (against the set's others) of its confirm pictures
// minus that of the other classes' (each class counting the same).
double GapOf(const AuditData& data, size_t c);

// All questions of an audit, with Holm's correction over them: five of two
// classes, five each of more. In the order of Question, class by class.
// least_share: what Judge will be given.
std::vector<AskedQuestion> AskAll(const AuditData& data,
                                  double least_share = 0);

// The test of a question on the pictures alone whose class and other donor's
// class are not in `without`: is there something that those don't explain?
std::optional<StratifiedMean> TestWithout(const AuditData& data,
                                          const AskedQuestion& asked,
                                          const std::set<size_t>& without);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_AUDIT_QUESTIONS_H_
