#include "weights/numpy/npz.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/within_memory.h"
#include "weights/limits.h"

namespace camglass {
namespace {

constexpr std::string_view kEnding = ".npy";

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, CloseZip>;

struct CloseEntry {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using ZipEntryFile = std::unique_ptr<zip_file_t, CloseEntry>;

StatusOr<Zip> OpenZip(std::span<const std::byte> bytes) {
  zip_source_t* source =
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) throw std::bad_alloc();
  Zip zip(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr));
  if (zip == nullptr) {
    zip_source_free(source);
    return InvalidInput("this is not an .npz archive, or it is damaged");
  }
  return zip;
}

StatusOr<std::vector<std::byte>> ReadEntry(zip_t* zip, zip_uint64_t index,
                                           uint64_t most) {
  zip_stat_t info;
  zip_stat_init(&info);
  if (zip_stat_index(zip, index, 0, &info) != 0 ||
      (info.valid & ZIP_STAT_SIZE) == 0)
    return InvalidInput("an entry of the archive is damaged");
  if (info.size > most)
    return InvalidInput(
        "the archive's arrays unpack to more than is accepted of its size; "
        "save them with numpy.savez");
  const ZipEntryFile file(zip_fopen_index(zip, index, 0));
  std::vector<std::byte> bytes(static_cast<size_t>(info.size));
  if (file == nullptr || zip_fread(file.get(), bytes.data(), bytes.size()) !=
                             static_cast<zip_int64_t>(bytes.size()))
    return InvalidInput("an entry of the archive is damaged");
  // The end of the stream is where the checksum is compared.
  std::byte more;
  if (zip_fread(file.get(), &more, 1) != 0)
    return InvalidInput("an entry of the archive is damaged");
  return bytes;
}

}  // namespace

namespace {

StatusOr<NpzArchive> ReadAll(std::span<const std::byte> bytes, uint64_t most) {
  CAMGLASS_ASSIGN_OR_RETURN(const Zip zip, OpenZip(bytes));
  const zip_int64_t entries = zip_get_num_entries(zip.get(), 0);
  if (entries <= 0)
    return InvalidInput("there is no array in this .npz archive");
  if (static_cast<size_t>(entries) > limits::kMaxNpzEntries)
    return InvalidInput("the archive has more than " +
                        std::to_string(limits::kMaxNpzEntries) + " entries");
  NpzArchive archive;
  uint64_t left = std::min(most, limits::kMaxNpyBytes);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
    const char* raw = zip_get_name(zip.get(), i, ZIP_FL_ENC_RAW);
    std::string name = raw == nullptr ? "" : raw;
    if (!name.ends_with(kEnding))
      return InvalidInput("the archive has an entry that is not a .npy array");
    name.resize(name.size() - kEnding.size());
    CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::byte> entry,
                              ReadEntry(zip.get(), i, left));
    left -= entry.size();
    StatusOr<NpyArray> array = ParseNpy(entry);
    if (!array.ok()) return array.status().WithContext(name);
    if (!archive.emplace(name, *std::move(array)).second)
      return InvalidInput("the archive has two arrays '" + name + "'");
  }
  return archive;
}

}  // namespace

StatusOr<NpzArchive> ReadNpz(std::span<const std::byte> bytes, uint64_t most) {
  return WithinMemory("read this file", [&] { return ReadAll(bytes, most); });
}

StatusOr<NpzArchive> ReadNpzFile(const std::string& path) {
  const StatusOr<FileBytes> file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  StatusOr<NpzArchive> archive = ReadNpz(file->bytes);
  if (!archive.ok()) return archive.status().WithContext(path);
  return archive;
}

}  // namespace camglass
