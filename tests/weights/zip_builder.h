// Zip files whose headers say what a test wants, true or not.
#ifndef CAMGLASS_TESTS_WEIGHTS_ZIP_BUILDER_H_
#define CAMGLASS_TESTS_WEIGHTS_ZIP_BUILDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/weights/byte_builder.h"

namespace camglass {

struct ZipEntrySpec {
  std::string name;
  std::string data;
  uint16_t method = 0;
  uint16_t flags = 0;
  uint32_t crc = 0;
  // A value that one header has instead of the true one.
  std::optional<std::string> local_name;
  std::optional<uint32_t> local_size;
  std::optional<uint32_t> local_unpacked;
  std::optional<uint32_t> central_size;
  std::optional<uint32_t> central_unpacked;
  std::optional<uint32_t> central_offset;
};

struct ZipSpec {
  std::vector<ZipEntrySpec> entries;
  std::optional<uint16_t> count;
  std::optional<uint32_t> directory_offset;
  std::optional<uint32_t> directory_bytes;
  std::string before_end;  // between the directory and its end record
};

inline std::string BuildZip(const ZipSpec& spec) {
  ByteBuilder file;
  std::vector<uint32_t> offsets;
  for (const ZipEntrySpec& e : spec.entries) {
    offsets.push_back(static_cast<uint32_t>(file.size()));
    const auto size = static_cast<uint32_t>(e.data.size());
    const std::string& name = e.local_name.value_or(e.name);
    file.Add<uint32_t>(0x04034b50).Add<uint16_t>(20).Add<uint16_t>(e.flags);
    file.Add<uint16_t>(e.method).Add<uint32_t>(0).Add<uint32_t>(e.crc);
    file.Add<uint32_t>(e.local_size.value_or(size));
    file.Add<uint32_t>(e.local_unpacked.value_or(e.local_size.value_or(size)));
    file.Add<uint16_t>(static_cast<uint16_t>(name.size())).Add<uint16_t>(0);
    file.Text(name).Text(e.data);
  }
  const auto directory = static_cast<uint32_t>(file.size());
  for (size_t i = 0; i < spec.entries.size(); ++i) {
    const ZipEntrySpec& e = spec.entries[i];
    const auto size = static_cast<uint32_t>(e.data.size());
    file.Add<uint32_t>(0x02014b50).Add<uint16_t>(20).Add<uint16_t>(20);
    file.Add<uint16_t>(e.flags).Add<uint16_t>(e.method).Add<uint32_t>(0);
    file.Add<uint32_t>(e.crc).Add<uint32_t>(e.central_size.value_or(size));
    file.Add<uint32_t>(
        e.central_unpacked.value_or(e.central_size.value_or(size)));
    file.Add<uint16_t>(static_cast<uint16_t>(e.name.size()));
    file.Add<uint16_t>(0).Add<uint16_t>(0).Add<uint16_t>(0).Add<uint16_t>(0);
    file.Add<uint32_t>(0).Add<uint32_t>(e.central_offset.value_or(offsets[i]));
    file.Text(e.name);
  }
  const auto bytes = static_cast<uint32_t>(file.size()) - directory;
  const auto count =
      spec.count.value_or(static_cast<uint16_t>(spec.entries.size()));
  file.Text(spec.before_end);
  file.Add<uint32_t>(0x06054b50).Add<uint32_t>(0).Add<uint16_t>(count);
  file.Add<uint16_t>(count).Add<uint32_t>(spec.directory_bytes.value_or(bytes));
  file.Add<uint32_t>(spec.directory_offset.value_or(directory));
  file.Add<uint16_t>(0);
  return file.str();
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_ZIP_BUILDER_H_
