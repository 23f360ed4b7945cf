// All bytes of a picture file or of standard input.
#ifndef CAMGLASS_CAMAPP_PICTURE_READ_BYTES_H_
#define CAMGLASS_CAMAPP_PICTURE_READ_BYTES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// At most limits::kMaxPictureFileBytes; "-" is standard input. Errors do not
// name the path. Fails, too, once wake_fd (-1: none) is readable: a pipe that
// brings nothing can't hold the program.
StatusOr<std::vector<uint8_t>> ReadBytes(const std::string& path,
                                         int wake_fd = -1);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_READ_BYTES_H_
