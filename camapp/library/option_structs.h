// The C structs of options, whose callers may have been compiled against
// another version of the header: how long theirs are is told in their first
// member.
#ifndef CAMGLASS_CAMAPP_LIBRARY_OPTION_STRUCTS_H_
#define CAMGLASS_CAMAPP_LIBRARY_OPTION_STRUCTS_H_

#include <cstddef>

#include "camapp/cam/explain.h"
#include "camapp/library/camglass_c.h"
#include "camapp/picture/overlay.h"
#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/model_info.h"

namespace camglass {

// Null: the defaults. Fails where a value is out of range, or set in a member
// that this version doesn't have.
StatusOr<camglass_options> CheckedOptions(const camglass_options* options);
StatusOr<camglass_overlay_options> CheckedOptions(
    const camglass_overlay_options* options);

// Of values that CheckedOptions gave.
ExplainOptions ExplainOptionsOf(const camglass_options& options,
                                const ModelInfo& info);
OverlayOptions OverlayOptionsOf(const camglass_overlay_options& options,
                                ClassMapKind kind);

// How many bytes lie from one row of 3 * width to the next: row_stride, or,
// where that is 0, as many as a row has. Fails where rows would overlap.
StatusOr<ptrdiff_t> RowStep(size_t width, ptrdiff_t row_stride);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIBRARY_OPTION_STRUCTS_H_
