#include "tools/audit/audit_plan.h"

#include <algorithm>
#include <string>

#include "engine/base/counted.h"
#include "tools/audit/hash_order.h"

namespace camglass {
namespace {

Status CheckSet(const LabelledSet& set,
                const std::vector<std::vector<size_t>>& order) {
  if (order.size() < 2)
    return InvalidInput("there is only the class '" + set.labels[0] +
                        "'; an audit asks how classes are told apart and "
                        "needs two or more");
  if (order.size() > kMostAuditClasses)
    return InvalidInput("there are " + std::to_string(order.size()) +
                        " classes; an audit takes up to " +
                        std::to_string(kMostAuditClasses) +
                        " at once, so give it those that you ask about");
  for (size_t label = 0; label < order.size(); ++label)
    if (order[label].size() < kLeastPerClass)
      return InvalidInput("the class '" + set.labels[label] + "' has " +
                          Counted(order[label].size(), "picture") +
                          "; an audit needs " + std::to_string(kLeastPerClass) +
                          " or more of each class, and finds weak cues from "
                          "about 36 on");
  return Status();
}

// n things from `start` on, round the circle.
std::vector<size_t> From(const std::vector<size_t>& circle, size_t start,
                         size_t n) {
  std::vector<size_t> taken;
  for (size_t i = 0; i < n; ++i)
    taken.push_back(circle[(start + i) % circle.size()]);
  return taken;
}

}  // namespace

Status CheckSizes(const AuditSizes& sizes) {
  if (sizes.suggest < 2 || sizes.per_class < sizes.suggest + 2)
    return UsageError(
        "--suggest and what --per-class leaves beside it must be 2 or more; "
        "give e.g. --per-class 64 --suggest 20");
  return Status();
}

StatusOr<AuditPlan> PlanAudit(const LabelledSet& set, const AuditSizes& sizes) {
  CAMGLASS_RETURN_IF_ERROR(CheckSizes(sizes));
  const std::vector<std::vector<size_t>> order = HashOrder(set, sizes.seed);
  CAMGLASS_RETURN_IF_ERROR(CheckSet(set, order));
  AuditPlan plan;
  plan.half.resize(set.pictures.size(), AuditHalf::kNone);
  for (const std::vector<size_t>& pictures : order) {
    const size_t taken = std::min(pictures.size(), sizes.per_class);
    const size_t suggest = taken == sizes.per_class
                               ? sizes.suggest
                               : std::min(sizes.suggest, taken * 5 / 9);
    plan.suggest.emplace_back(
        pictures.begin(), pictures.begin() + static_cast<ptrdiff_t>(suggest));
    plan.confirm.emplace_back(
        pictures.begin() + static_cast<ptrdiff_t>(suggest),
        pictures.begin() + static_cast<ptrdiff_t>(taken));
    for (const size_t i : plan.suggest.back())
      plan.half[i] = AuditHalf::kSuggest;
    for (const size_t i : plan.confirm.back())
      plan.half[i] = AuditHalf::kConfirm;
  }
  return plan;
}

DonorChoices DonorsOf(const AuditPlan& plan, size_t label, size_t place) {
  DonorChoices donors;
  const std::vector<size_t>& own = plan.confirm[label];
  donors.own = From(own, place + 1, own.size() - 1);
  const size_t others = plan.confirm.size() - 1;
  donors.other_label = (label + 1 + place % others) % plan.confirm.size();
  const std::vector<size_t>& other = plan.confirm[donors.other_label];
  donors.other = From(other, place, other.size());
  return donors;
}

}  // namespace camglass
