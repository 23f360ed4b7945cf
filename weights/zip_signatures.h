// What the records of a zip archive begin with (.ZIP File Format Specification,
// sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16).
#ifndef CAMGLASS_WEIGHTS_ZIP_SIGNATURES_H_
#define CAMGLASS_WEIGHTS_ZIP_SIGNATURES_H_

#include <cstdint>

namespace camglass {

inline constexpr uint32_t kZipLocalHeader = 0x04034b50;
inline constexpr uint32_t kZipCentralHeader = 0x02014b50;
inline constexpr uint32_t kZipDirectoryEnd = 0x06054b50;
inline constexpr uint32_t kZip64DirectoryEnd = 0x06064b50;
inline constexpr uint32_t kZip64Locator = 0x07064b50;

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ZIP_SIGNATURES_H_
