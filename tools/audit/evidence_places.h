// Which corner and which edge speak most for a class.
#ifndef CAMGLASS_TOOLS_AUDIT_EVIDENCE_PLACES_H_
#define CAMGLASS_TOOLS_AUDIT_EVIDENCE_PLACES_H_

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "tools/audit/audit_record.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

// Sums of a class's contrast map over each region, on the class's pictures and
// on the others'.
struct RegionSamples {
  std::array<std::vector<double>, kRegions> own;
  std::array<std::vector<double>, kRegions> others;
};

// Of the records of `half` that could be read. classes: the set's, as indices
// of the model's; c: which of them.
RegionSamples SamplesOf(std::span<const AuditRecord> records, AuditHalf half,
                        std::span<const size_t> classes, size_t c);

struct EvidencePlaces {
  Place corner = Place::kTopLeft;
  Place edge = Place::kTop;
};

// Those with the greatest Welch's t; the first of equal ones.
EvidencePlaces StrongestPlaces(const RegionSamples& samples);

// Whether the corner's or edge's difference of means is above 0 and at least
// twice that of every other corner or edge.
bool Dominates(const RegionSamples& samples, Place place);

// Where in `classes` this class of the model's is; it must be there.
size_t PositionOf(std::span<const size_t> classes, size_t model_class);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVIDENCE_PLACES_H_
