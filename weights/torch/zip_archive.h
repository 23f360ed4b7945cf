// The zip files that torch.save writes: every entry stored, none compressed.
//
// The central directory says what there is; each local header must agree with
// it, and no two entries may share bytes. Refused: compressed or encrypted
// entries, duplicates, absolute names and names with "..", and whatever lies
// outside the file. Source: PKWARE's APPNOTE 6.3, sections 4.3 to 4.5.
#ifndef CAMGLASS_WEIGHTS_TORCH_ZIP_ARCHIVE_H_
#define CAMGLASS_WEIGHTS_TORCH_ZIP_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "engine/base/status.h"

namespace camglass {

struct ZipEntry {
  std::span<const std::byte> bytes;
  uint32_t crc = 0;  // 0 where the writer left it out
};

// Entries by name. The spans point into the file's bytes.
using ZipArchive = std::map<std::string, ZipEntry>;

bool LooksLikeZip(std::span<const std::byte> file);

StatusOr<ZipArchive> ReadStoredZip(std::span<const std::byte> file);

// Whether the entry's bytes have the checksum that the archive gives; true
// where it gives none.
bool ChecksumHolds(const ZipEntry& entry);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_ZIP_ARCHIVE_H_
