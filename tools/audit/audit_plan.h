// Which pictures of a set an audit takes for what.
#ifndef CAMGLASS_TOOLS_AUDIT_AUDIT_PLAN_H_
#define CAMGLASS_TOOLS_AUDIT_AUDIT_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/status.h"
#include "tools/audit/labelled_set.h"

namespace camglass {

enum class AuditHalf { kNone, kSuggest, kConfirm };

struct AuditSizes {
  size_t per_class = 64;  // of both halves
  size_t suggest = 20;
  uint64_t seed = 0;

  bool operator==(const AuditSizes&) const = default;
};

// Fails where they leave a half with fewer than two pictures.
Status CheckSizes(const AuditSizes& sizes);

inline constexpr size_t kLeastPerClass = 4;
inline constexpr size_t kMostAuditClasses = 100;

struct AuditPlan {
  std::vector<AuditHalf> half;  // of each of set.pictures
  // Indices into set.pictures by label, in the order of hash_order.h.
  std::vector<std::vector<size_t>> suggest;
  std::vector<std::vector<size_t>> confirm;
};

// The first `suggest` of a class in hash order, or five in nine where it has
// fewer pictures than both halves want, and then the confirm half. Fails where
// there is one class, more than kMostAuditClasses, or one with fewer than
// kLeastPerClass pictures, and where the sizes leave a half with fewer than
// two.
StatusOr<AuditPlan> PlanAudit(const LabelledSet& set, const AuditSizes& sizes);

// Pictures (indices into the set) that may lend the `place`th picture of a
// class's confirm half a property, the first that can be read being taken: one
// of its own class, and one of another. Each picture lends about as often as
// it borrows.
struct DonorChoices {
  std::vector<size_t> own;
  std::vector<size_t> other;  // all of other_label
  size_t other_label = 0;
};
DonorChoices DonorsOf(const AuditPlan& plan, size_t label, size_t place);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_AUDIT_PLAN_H_
