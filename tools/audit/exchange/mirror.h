// A picture without what lies at its border, for what follows from a finding.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_MIRROR_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_MIRROR_H_

#include "camapp/picture/picture.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

// The border or an edge, a seventh of the short side deep, shows what lies next
// to it inside, mirrored: no seam, and no colour that wasn't there. A corner of
// three tenths of the short side is mirrored along both axes, and blended in by
// its mask. Not for Place::kWhole.
Picture MirroredFromInside(const Picture& picture, Place place);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_MIRROR_H_
