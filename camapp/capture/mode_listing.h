// The driver's list of formats, sizes and frame rates.
#ifndef CAMGLASS_CAMAPP_CAPTURE_MODE_LISTING_H_
#define CAMGLASS_CAMAPP_CAPTURE_MODE_LISTING_H_

#include <cstdint>
#include <vector>

#include "camapp/capture/device.h"
#include "engine/base/status.h"

namespace camglass {

// See Device::Modes. Bounded by limits.h whatever the driver answers.
StatusOr<std::vector<CaptureMode>> ListModes(const Device& device,
                                             uint32_t wanted_width,
                                             uint32_t wanted_height);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_MODE_LISTING_H_
