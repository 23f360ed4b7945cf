// A map as a file, in the format that its name's ending tells.
#ifndef CAMGLASS_CAMAPP_CAM_MAP_FILE_H_
#define CAMGLASS_CAMAPP_CAM_MAP_FILE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/output_name.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

inline constexpr OutputKind kMapFile = {"a map", {".npy", ".csv", ".png"}};

// ".csv": a line per row, numbers that read back as the same floats. ".png":
// 16-bit grey (see EncodeGrey16Png). Else NumPy's, float32 [h,w].
// map: [size.h][size.w].
StatusOr<std::vector<uint8_t>> MapFileBytes(const std::string& path,
                                            std::span<const float> map,
                                            Extent size);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_MAP_FILE_H_
