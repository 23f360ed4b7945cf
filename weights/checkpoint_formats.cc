#include "weights/checkpoint_formats.h"

#include <string>
#include <string_view>

#include "engine/base/within_memory.h"
#include "weights/byte_reader.h"
#include "weights/caffe/caffe_reader.h"
#include "weights/keras/keras_reader.h"
#include "weights/numpy/npz_reader.h"
#include "weights/onnx/onnx_reader.h"
#include "weights/safetensors/safetensors_reader.h"
#include "weights/torch/torch_legacy_reader.h"
#include "weights/torch/torch_reader.h"

namespace camglass {
namespace {

using namespace std::string_view_literals;

// Files that people try and that no reader takes: how they start, what to do.
struct KnownForeigner {
  std::string_view start;
  const char* advice;
};

constexpr const char* kForOneMachine =
    "this is a network compiled for one machine or runtime (TensorRT, ONNX "
    "Runtime's .ort, TensorFlow Lite, ExecuTorch), whose layers are no longer "
    "the network's; convert the model that it was made from";
constexpr const char* kExportedProgram =
    "this is an exported program (.pt2), not a checkpoint; load it with "
    "torch.export.load and save its weights with "
    "torch.save(program.state_dict, ...)";

constexpr KnownForeigner kForeigners[] = {
    {"MATLAB 5.0 MAT-file"sv,
     "this is a MATLAB file; in MATLAB type exportONNXNetwork(net,'net.onnx') "
     "and convert that"},
    {"MATLAB 7.3 MAT-file"sv,
     "this is a MATLAB file; in MATLAB type exportONNXNetwork(net,'net.onnx') "
     "and convert that"},
    {"PK\x03\x04"sv,
     "this is a zip file without a PyTorch checkpoint in it; unpack it and "
     "convert the weight file inside"},
    {"\x1f\x8b"sv, "this is compressed with gzip; unpack it first"},
    {"\x80"sv,
     "this is a bare Python pickle; save the weights with "
     "torch.save(model.state_dict(), ...)"},
    {"\x93NUMPY"sv, "this is a single NumPy array, not a network's weights"},
    {"ptrt"sv, kForOneMachine},
    {"ftrt"sv, kForOneMachine},
    {"\x7f"
     "ELF"sv,
     "this is a compiled program, not weights; convert the model that it was "
     "made from"},
    {"<?xml"sv,
     "this is an XML file (OpenVINO describes networks so); convert the model "
     "that it was made from"},
    {"<"sv,
     "this is a web page, not weights: the download went wrong; get it again"},
    {"version https://git-lfs"sv,
     "this is a pointer of Git LFS; fetch the file itself with git lfs pull"},
};

bool LooksLikeTar(std::span<const std::byte> file) {
  constexpr size_t kMagicAt = 257;
  return file.size() > kMagicAt &&
         AsText(file.subspan(kMagicAt)).starts_with("ustar");
}

// Signatures that stand behind the first four bytes.
bool IsForOneMachine(std::span<const std::byte> file) {
  constexpr size_t kMagicAt = 4;
  if (file.size() < 2 * kMagicAt) return false;
  const std::string_view magic = AsText(file.subspan(kMagicAt));
  return magic.starts_with("ORTM") || magic.starts_with("TFL3") ||
         magic.starts_with("ET12");
}

// What torch.export.save writes; newer ones have checkpoints inside.
bool LooksLikeExportedProgram(std::span<const std::byte> file) {
  const std::string_view text = AsText(file);
  if (!text.starts_with("PK\x03\x04")) return false;
  return text.find("serialized_exported_program.json") !=
             std::string_view::npos ||
         text.find("archive_format") != std::string_view::npos;
}

// Caffe's mean.binaryproto, a blob: one picture of three channels.
bool LooksLikeMeanPicture(std::span<const std::byte> file) {
  return AsText(file).starts_with("\x08\x01\x10\x03\x18");
}

// What stands in the first part of a text file.
std::string_view StartOfText(std::span<const std::byte> file) {
  constexpr size_t kLookedAt = 65'536;
  const std::string_view text = AsText(file).substr(0, kLookedAt);
  return text.find('\0') == std::string_view::npos ? text : "";
}

bool Has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// Texts that lie beside weights.
const char* AdviceOnText(std::string_view text) {
  if (text.starts_with("{") && Has(text, "\"weight_map\""))
    return "this is the index of a checkpoint in several parts, not weights; "
           "load it in its library and save it as one file "
           "(model.save_pretrained(..., max_shard_size='99GB'))";
  if (Has(text, "layer {") || Has(text, "layers {") ||
      Has(text, "input_dim:") || Has(text, "layer{") || Has(text, "layers{"))
    return "this is a .prototxt, which describes a network and has no weights; "
           "convert the .caffemodel that it belongs to";
  return nullptr;
}

// A reader of one file alone.
template <StatusOr<Checkpoint> (*read)(const FileBytes&)>
StatusOr<Checkpoint> Alone(const FileBytes& file, const ReadOptions&) {
  return read(file);
}

std::string Advice(std::span<const std::byte> file) {
  if (IsForOneMachine(file)) return kForOneMachine;
  if (const char* advice = AdviceOnText(StartOfText(file))) return advice;
  if (LooksLikeTar(file))
    return "this is a tar archive; PyTorch's oldest checkpoints are such "
           "(load it with torch before 2.0 and save it again with "
           "torch.save(model.state_dict(), ...)), of others unpack the weight "
           "file";
  for (const KnownForeigner& known : kForeigners)
    if (AsText(file).starts_with(known.start)) return known.advice;
  std::string formats;
  for (const CheckpointReader& reader : CheckpointReaders())
    formats += (formats.empty() ? "" : ", ") + std::string(reader.description);
  return "this is not a weight file of a known kind; these are read: " +
         formats;
}

}  // namespace

const std::vector<CheckpointReader>& CheckpointReaders() {
  // Formats with a signature come first; protobuf has none.
  static const std::vector<CheckpointReader> readers = {
      {CheckpointFormat::kTorchZip, "PyTorch checkpoint (.pth)",
       LooksLikeTorchZip, Alone<ReadTorchZip>},
      {CheckpointFormat::kTorchLegacy, "PyTorch checkpoint of before 1.6",
       LooksLikeTorchLegacy, Alone<ReadTorchLegacy>},
      {CheckpointFormat::kNpz, "NumPy archive (.npz)", LooksLikeNpz,
       Alone<ReadNpzCheckpoint>},
      {CheckpointFormat::kKerasHdf5, "Keras weights (.h5)", LooksLikeHdf5,
       Alone<ReadKerasHdf5>},
      {CheckpointFormat::kKerasHdf5, "Keras model (.keras)",
       LooksLikeKerasArchive, Alone<ReadKerasArchive>},
      {CheckpointFormat::kSafetensors, "safetensors", LooksLikeSafetensors,
       Alone<ReadSafetensors>},
      {CheckpointFormat::kCaffe, "Caffe model (.caffemodel)",
       LooksLikeCaffeModel, Alone<ReadCaffeModel>},
      {CheckpointFormat::kOnnx, "ONNX (.onnx)", LooksLikeOnnx, ReadOnnx},
  };
  return readers;
}

StatusOr<Checkpoint> ReadCheckpoint(const FileBytes& file,
                                    const ReadOptions& options) {
  // These look like files that are read, or have such inside.
  if (LooksLikeExportedProgram(file.bytes))
    return InvalidInput(kExportedProgram);
  if (LooksLikeMeanPicture(file.bytes))
    return InvalidInput(
        "this is a mean picture (mean.binaryproto), not weights; convert the "
        ".caffemodel that it belongs to");
  return WithinMemory("read this file", [&]() -> StatusOr<Checkpoint> {
    for (const CheckpointReader& reader : CheckpointReaders())
      if (reader.recognises(file.bytes)) return reader.read(file, options);
    return InvalidInput(Advice(file.bytes));
  });
}

}  // namespace camglass
