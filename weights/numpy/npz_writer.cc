#include "weights/numpy/npz_writer.h"

#include <zlib.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/atomic_writer.h"
#include "engine/base/check.h"
#include "weights/limits.h"
#include "weights/zip_signatures.h"

namespace camglass {
namespace {

constexpr uint16_t kZipVersion = 20;
constexpr uint16_t kUtf8Names = 1 << 11;
constexpr uint16_t kFirstDate = (0 << 9) | (1 << 5) | 1;  // 1 January 1980
constexpr size_t kNpyAlignment = 64;

// Little-endian numbers and text, one after another.
class Bytes {
 public:
  template <typename T>
  Bytes& Add(T value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof(value));
    return *this;
  }
  Bytes& Text(std::string_view text) {
    text_ += text;
    return *this;
  }
  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

struct Entry {
  std::string name;
  uint32_t crc = 0;
  uint32_t bytes = 0;
  uint32_t offset = 0;
};

std::span<const std::byte> AsBytes(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::span<const std::byte> ValuesOf(const CheckpointTensor& tensor) {
  return std::as_bytes(std::span(tensor.data, tensor.size()));
}

// "(2, 3)", "(2,)", "()"
std::string TupleText(std::span<const size_t> shape) {
  std::string text = "(";
  for (size_t side : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(side);
  return text + (shape.size() == 1 ? ",)" : ")");
}

// The header, filled up with spaces so that the values start at a multiple of
// 64 bytes, as numpy.save has it.
std::string NpyHeader(const CheckpointTensor& tensor) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': " +
                       TupleText(tensor.shape) + ", }";
  constexpr size_t kBefore = 6 + 2 + 2;  // magic, version, length
  while ((kBefore + header.size() + 1) % kNpyAlignment != 0) header += ' ';
  header += '\n';
  return Bytes()
      .Text("\x93NUMPY")
      .Add<uint8_t>(1)
      .Add<uint8_t>(0)
      .Add(static_cast<uint16_t>(header.size()))
      .Text(header)
      .str();
}

uint32_t Checksum(const std::string& header,
                  std::span<const std::byte> values) {
  uLong crc =
      crc32_z(0, reinterpret_cast<const Bytef*>(header.data()), header.size());
  // With a null pointer crc32_z would start anew.
  if (!values.empty())
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(values.data()),
                  values.size());
  return static_cast<uint32_t>(crc);
}

// What both headers of an entry have in common.
void AddFields(const Entry& entry, Bytes* out) {
  out->Add(kZipVersion).Add(kUtf8Names).Add<uint16_t>(0).Add<uint16_t>(0);
  out->Add(kFirstDate).Add(entry.crc).Add(entry.bytes).Add(entry.bytes);
  out->Add(static_cast<uint16_t>(entry.name.size())).Add<uint16_t>(0);
}

Status WriteEntry(const CheckpointTensor& tensor, const ByteSink& sink,
                  Entry* entry) {
  const std::string header = NpyHeader(tensor);
  const auto values = ValuesOf(tensor);
  entry->crc = Checksum(header, values);
  entry->bytes = static_cast<uint32_t>(header.size() + values.size());
  Bytes local;
  local.Add(kZipLocalHeader);
  AddFields(*entry, &local);
  local.Text(entry->name).Text(header);
  CAMGLASS_RETURN_IF_ERROR(sink(AsBytes(local.str())));
  return sink(values);
}

Status WriteDirectory(const std::vector<Entry>& entries, uint32_t offset,
                      const ByteSink& sink) {
  Bytes out;
  for (const Entry& entry : entries) {
    out.Add(kZipCentralHeader).Add(kZipVersion);
    AddFields(entry, &out);
    out.Add<uint16_t>(0).Add<uint16_t>(0).Add<uint16_t>(0).Add<uint32_t>(0);
    out.Add(entry.offset).Text(entry.name);
  }
  const auto bytes = static_cast<uint32_t>(out.str().size());
  const auto count = static_cast<uint16_t>(entries.size());
  out.Add(kZipDirectoryEnd).Add<uint32_t>(0).Add(count).Add(count);
  out.Add(bytes).Add(offset).Add<uint16_t>(0);
  return sink(AsBytes(out.str()));
}

// Bytes of the archive before its directory.
uint64_t LocalBytes(const CheckpointTensor& tensor, const Entry& entry) {
  constexpr uint64_t kLocalHeaderBytes = 30;
  return kLocalHeaderBytes + entry.name.size() + NpyHeader(tensor).size() +
         ValuesOf(tensor).size();
}

}  // namespace

Status WriteNpz(std::span<const CheckpointTensor> tensors,
                const ByteSink& sink) {
  if (tensors.empty() || tensors.size() > limits::kMaxNpzEntries)
    return InvalidInput("an .npz archive holds from 1 to " +
                        std::to_string(limits::kMaxNpzEntries) + " arrays");
  std::vector<Entry> entries;
  uint64_t offset = 0;
  for (const CheckpointTensor& tensor : tensors) {
    entries.push_back({.name = tensor.name + ".npy",
                       .offset = static_cast<uint32_t>(offset)});
    CAMGLASS_CHECK(entries.back().name.size() <= UINT16_MAX);
    offset += LocalBytes(tensor, entries.back());
    if (offset > limits::kMaxNpyBytes)
      return InvalidInput("the tensors are too large for an .npz archive");
  }
  for (size_t i = 0; i < tensors.size(); ++i)
    CAMGLASS_RETURN_IF_ERROR(WriteEntry(tensors[i], sink, &entries[i]));
  return WriteDirectory(entries, static_cast<uint32_t>(offset), sink);
}

Status WriteNpzFile(std::span<const CheckpointTensor> tensors,
                    const std::string& path, bool overwrite) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<AtomicWriter> writer,
                            AtomicWriter::Start(path, overwrite));
  CAMGLASS_RETURN_IF_ERROR(WriteNpz(
      tensors,
      [&](std::span<const std::byte> bytes) { return writer->Write(bytes); }));
  return writer->Commit();
}

}  // namespace camglass
