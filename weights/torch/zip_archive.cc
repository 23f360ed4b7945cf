#include "weights/torch/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/checked_math.h"
#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/zip_signatures.h"

namespace camglass {
namespace {

constexpr size_t kDirectoryEndBytes = 22;
constexpr size_t kZip64LocatorBytes = 20;
constexpr size_t kMaxCommentBytes = 65'535;

constexpr uint16_t kFlagEncrypted = 1 << 0;
constexpr uint16_t kFlagSizesFollow = 1 << 3;  // in a data descriptor
constexpr uint16_t kFlagStrongEncryption = 1 << 6;
constexpr uint16_t kZip64Extra = 0x0001;
constexpr uint32_t kIn64 = 0xffffffff;  // the true value is in a ZIP64 field
constexpr uint16_t kIn64Short = 0xffff;

Status Damaged(const std::string& what) {
  return InvalidInput("the zip container is damaged (" + what +
                      "); get the file again");
}

struct Directory {
  uint64_t entries = 0;
  uint64_t offset = 0;
  uint64_t bytes = 0;
};

// One entry as the central directory describes it.
struct CentralEntry {
  std::string name;
  uint16_t flags = 0;
  uint16_t method = 0;
  uint32_t crc = 0;
  uint64_t stored_bytes = 0;  // in the archive
  uint64_t bytes = 0;         // once unpacked
  uint64_t header_offset = 0;
};

struct ByteRange {
  uint64_t begin = 0;
  uint64_t end = 0;
};

// The end record stands last, before a comment; its own length field says how
// long that is, which tells it from the same bytes met by chance.
std::optional<size_t> FindDirectoryEnd(std::span<const std::byte> file) {
  if (file.size() < kDirectoryEndBytes) return std::nullopt;
  const size_t last = file.size() - kDirectoryEndBytes;
  const size_t first = last > kMaxCommentBytes ? last - kMaxCommentBytes : 0;
  for (size_t at = last + 1; at-- > first;) {
    ByteReader reader(file, at);
    uint32_t signature = 0;
    uint16_t comment = 0;
    if (reader.Read(&signature) && signature == kZipDirectoryEnd &&
        reader.Skip(16) && reader.Read(&comment) &&
        reader.remaining() == comment)
      return at;
  }
  return std::nullopt;
}

StatusOr<Directory> ReadZip64Directory(std::span<const std::byte> file,
                                       size_t end_at) {
  uint32_t signature = 0;
  uint32_t disk = 0;
  uint64_t record_at = 0;
  if (end_at < kZip64LocatorBytes) return Damaged("no ZIP64 locator");
  ByteReader locator(file, end_at - kZip64LocatorBytes);
  if (!locator.Read(&signature) || signature != kZip64Locator ||
      !locator.Read(&disk) || !locator.Read(&record_at))
    return Damaged("no ZIP64 locator");
  if (record_at > file.size()) return Damaged("a ZIP64 offset past the end");
  ByteReader record(file, static_cast<size_t>(record_at));
  Directory directory;
  if (!record.Read(&signature) || signature != kZip64DirectoryEnd ||
      !record.Skip(8 + 2 + 2 + 4 + 4 + 8) || !record.Read(&directory.entries) ||
      !record.Read(&directory.bytes) || !record.Read(&directory.offset))
    return Damaged("no ZIP64 directory");
  return directory;
}

StatusOr<Directory> ReadDirectoryEnd(std::span<const std::byte> file) {
  const auto end_at = FindDirectoryEnd(file);
  if (!end_at)
    return InvalidInput(
        "the zip container has no directory: the file is cut short; get it "
        "again");
  ByteReader reader(file, *end_at);
  uint16_t entries = 0;
  uint32_t bytes = 0;
  uint32_t offset = 0;
  const bool complete = reader.Skip(4 + 2 + 2 + 2) && reader.Read(&entries) &&
                        reader.Read(&bytes) && reader.Read(&offset);
  if (!complete) return Damaged("its end record is short");
  Directory directory{entries, offset, bytes};
  if (entries == kIn64Short || bytes == kIn64 || offset == kIn64) {
    CAMGLASS_ASSIGN_OR_RETURN(directory, ReadZip64Directory(file, *end_at));
  }
  const auto end = CheckedAdd(directory.offset, directory.bytes);
  if (!end || *end > *end_at) return Damaged("its directory is out of bounds");
  if (directory.entries > limits::kMaxZipEntries)
    return InvalidInput(
        "the zip container has " + std::to_string(directory.entries) +
        " entries, more than " + std::to_string(limits::kMaxZipEntries));
  return directory;
}

// Replaces the values that did not fit their 32 bits by those of the ZIP64
// field, which has only these, in this order.
bool ReadZip64Sizes(std::span<const std::byte> extra, CentralEntry* entry) {
  ByteReader reader(extra);
  uint16_t id = 0;
  uint16_t length = 0;
  std::span<const std::byte> body;
  while (reader.remaining() > 0) {
    if (!reader.Read(&id) || !reader.Read(&length) ||
        !reader.Take(length, &body))
      return false;
    if (id != kZip64Extra) continue;
    ByteReader field(body);
    if (entry->bytes == kIn64 && !field.Read(&entry->bytes)) return false;
    if (entry->stored_bytes == kIn64 && !field.Read(&entry->stored_bytes))
      return false;
    return entry->header_offset != kIn64 || field.Read(&entry->header_offset);
  }
  return true;
}

bool ReadCentralEntry(ByteReader* reader, CentralEntry* entry) {
  uint32_t signature = 0;
  uint32_t stored = 0;
  uint32_t bytes = 0;
  uint32_t offset = 0;
  uint16_t name_length = 0;
  uint16_t extra_length = 0;
  uint16_t comment_length = 0;
  std::string_view name;
  std::span<const std::byte> extra;
  const bool complete =
      reader->Read(&signature) && signature == kZipCentralHeader &&
      reader->Skip(2 + 2) && reader->Read(&entry->flags) &&
      reader->Read(&entry->method) && reader->Skip(2 + 2) &&
      reader->Read(&entry->crc) && reader->Read(&stored) &&
      reader->Read(&bytes) && reader->Read(&name_length) &&
      reader->Read(&extra_length) && reader->Read(&comment_length) &&
      reader->Skip(2 + 2 + 4) && reader->Read(&offset) &&
      reader->TakeText(name_length, &name) &&
      reader->Take(extra_length, &extra) && reader->Skip(comment_length);
  if (!complete) return false;
  entry->name = name;
  entry->stored_bytes = stored;
  entry->bytes = bytes;
  entry->header_offset = offset;
  return ReadZip64Sizes(extra, entry);
}

bool IsSafeName(const std::string& name) {
  if (name.empty() || name.front() == '/') return false;
  if (name.find('\\') != std::string::npos) return false;
  if (name.find('\0') != std::string::npos) return false;
  const std::string bounded = "/" + name + "/";
  return bounded.find("/../") == std::string::npos;
}

Status CheckCentralEntry(const CentralEntry& entry) {
  if (!IsSafeName(entry.name))
    return InvalidInput("the zip container has an entry with an unsafe name");
  if ((entry.flags & (kFlagEncrypted | kFlagStrongEncryption)) != 0)
    return InvalidInput("the zip entry '" + entry.name +
                        "' is encrypted; save the weights without a password");
  if (entry.method != 0 || entry.stored_bytes != entry.bytes)
    return InvalidInput(
        "the zip entry '" + entry.name +
        "' is compressed, which torch.save never does; unpack it and save the "
        "weights with torch.save");
  return Status();
}

// Where the entry's header and data lie; `data` gets the data alone.
StatusOr<ByteRange> LocateEntry(std::span<const std::byte> file,
                                const CentralEntry& entry,
                                std::span<const std::byte>* data) {
  if (entry.header_offset > file.size())
    return Damaged("'" + entry.name + "' lies past the end");
  ByteReader reader(file, static_cast<size_t>(entry.header_offset));
  uint32_t signature = 0;
  uint16_t flags = 0;
  uint16_t method = 0;
  uint32_t stored = 0;
  uint32_t bytes = 0;
  uint16_t name_length = 0;
  uint16_t extra_length = 0;
  std::string_view name;
  const bool complete =
      reader.Read(&signature) && signature == kZipLocalHeader &&
      reader.Skip(2) && reader.Read(&flags) && reader.Read(&method) &&
      reader.Skip(2 + 2 + 4) && reader.Read(&stored) && reader.Read(&bytes) &&
      reader.Read(&name_length) && reader.Read(&extra_length) &&
      reader.TakeText(name_length, &name) && reader.Skip(extra_length);
  if (!complete || !reader.Take(entry.bytes, data))
    return Damaged("'" + entry.name + "' runs past the end");
  // A writer that streams leaves the sizes to a data descriptor; ZIP64 marks
  // them. What they are then comes from the central directory alone.
  const bool later = (flags & kFlagSizesFollow) != 0;
  const auto agrees = [&](uint32_t local, uint64_t central) {
    return local == central || local == kIn64 || (later && local == 0);
  };
  if (name != entry.name || method != entry.method || flags != entry.flags ||
      !agrees(stored, entry.stored_bytes) || !agrees(bytes, entry.bytes))
    return Damaged("the local header of '" + entry.name +
                   "' disagrees with the directory");
  return ByteRange{entry.header_offset, reader.position()};
}

Status CheckDisjoint(std::vector<ByteRange> ranges, uint64_t directory_offset) {
  std::sort(
      ranges.begin(), ranges.end(),
      [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  ranges.push_back({directory_offset, directory_offset});
  for (size_t i = 1; i < ranges.size(); ++i)
    if (ranges[i - 1].end > ranges[i].begin)
      return Damaged("two of its parts overlap");
  return Status();
}

}  // namespace

bool LooksLikeZip(std::span<const std::byte> file) {
  ByteReader reader(file);
  uint32_t signature = 0;
  return reader.Read(&signature) && signature == kZipLocalHeader;
}

StatusOr<ZipArchive> ReadStoredZip(std::span<const std::byte> file) {
  CAMGLASS_ASSIGN_OR_RETURN(const Directory directory, ReadDirectoryEnd(file));
  ByteReader reader(file.subspan(static_cast<size_t>(directory.offset),
                                 static_cast<size_t>(directory.bytes)));
  ZipArchive archive;
  std::vector<ByteRange> ranges;
  for (uint64_t i = 0; i < directory.entries; ++i) {
    CentralEntry entry;
    if (!ReadCentralEntry(&reader, &entry))
      return Damaged("directory entry " + std::to_string(i) + " is broken");
    CAMGLASS_RETURN_IF_ERROR(CheckCentralEntry(entry));
    std::span<const std::byte> data;
    CAMGLASS_ASSIGN_OR_RETURN(const ByteRange range,
                              LocateEntry(file, entry, &data));
    ranges.push_back(range);
    if (!archive.emplace(entry.name, ZipEntry{data, entry.crc}).second)
      return InvalidInput("the zip container has two entries '" + entry.name +
                          "'");
  }
  if (reader.remaining() != 0)
    return Damaged("its directory has more than its count of entries");
  CAMGLASS_RETURN_IF_ERROR(CheckDisjoint(std::move(ranges), directory.offset));
  return archive;
}

bool ChecksumHolds(const ZipEntry& entry) {
  if (entry.crc == 0) return true;
  uLong crc = crc32_z(0, nullptr, 0);
  crc = crc32_z(crc, reinterpret_cast<const Bytef*>(entry.bytes.data()),
                entry.bytes.size());
  return crc == entry.crc;
}

}  // namespace camglass
