// How well streams and snapshots are encoded.
#ifndef CAMGLASS_CAMAPP_OUTPUT_JPEG_QUALITY_H_
#define CAMGLASS_CAMAPP_OUTPUT_JPEG_QUALITY_H_

namespace camglass {

// libjpeg's scale; above this, files grow and nobody sees why.
inline constexpr int kJpegQuality = 90;

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_JPEG_QUALITY_H_
