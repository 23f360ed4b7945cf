// Which format a picture's bytes are in, by their content.
#ifndef CAMGLASS_CAMAPP_PICTURE_PICTURE_FORMAT_H_
#define CAMGLASS_CAMAPP_PICTURE_PICTURE_FORMAT_H_

#include <cstdint>
#include <span>
#include <string>

#include "engine/base/status.h"

namespace camglass {

enum class PictureFormat { kJpeg, kPng, kBmp, kPnm, kWebp };

// Fails, naming the format where it is a known one that we do not read.
StatusOr<PictureFormat> SniffPictureFormat(std::span<const uint8_t> bytes);

// Whether a file of this name is likely to be a picture that we read: by its
// extension, in any case. For listing folders.
bool HasPictureExtension(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_PICTURE_FORMAT_H_
