// Limits on what a weight file may ask of us. Files are untrusted: each count
// and size is held against these before memory is set aside for it.
//
// A reader never holds more float values than the file has bytes (plus
// kExtraElements), so its values stay under 4x the file, however the file
// shares, strides or repeats its storages. ReaderPeakBytes says what a reader
// may have at once, values and all.
#ifndef CAMGLASS_WEIGHTS_LIMITS_H_
#define CAMGLASS_WEIGHTS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace camglass::limits {

// Any weight file: see MapFile for its size.
inline constexpr size_t kMaxTensors = 65'536;
inline constexpr size_t kMaxTensorNameBytes = 1'024;
inline constexpr size_t kMaxTensorDims = 8;
inline constexpr size_t kMaxTensorElements = size_t{1} << 28;
inline constexpr size_t kExtraElements = 4'096;

// PyTorch's zip container and its pickle.
inline constexpr size_t kMaxZipEntries = 65'536;
inline constexpr size_t kMaxPickleBytes = size_t{64} << 20;
inline constexpr size_t kMaxPickleOps = 1'000'000;
inline constexpr size_t kMaxPickleStack = 262'144;
inline constexpr size_t kMaxPickleMemo = 500'000;
inline constexpr size_t kMaxStorageKeyBytes = 64;
inline constexpr size_t kMaxPickleStringBytes = size_t{1} << 20;
inline constexpr size_t kMaxInertNames = 256;
// Dictionaries in dictionaries, from the root to a tensor.
inline constexpr size_t kMaxPickleNesting = 16;

// safetensors; the library's own limit.
inline constexpr uint64_t kMaxSafetensorsHeaderBytes = 100'000'000;
inline constexpr size_t kMaxMetadataEntries = 1'024;
// One entry of __metadata__; class names are the longest.
inline constexpr size_t kMaxMetadataValueBytes = size_t{4} << 20;
inline constexpr size_t kMaxMetadataNesting = 4;

// Protobuf messages in messages, of Caffe and ONNX.
inline constexpr int kMaxProtobufNesting = 16;

// ONNX: fields of its messages, each of which may become an object of some
// hundred bytes; whole numbers of a constant that is read as a shape; files
// beside the model.
inline constexpr size_t kMaxOnnxFields = 262'144;
inline constexpr size_t kMaxOnnxShapeInts = 64;
inline constexpr size_t kMaxExternalFiles = 1'024;
inline constexpr size_t kMaxExternalPathBytes = 1'024;

// HDF5, which a child process reads.
inline constexpr size_t kMaxHdf5Nesting = 16;
inline constexpr size_t kMaxHdf5Objects = 65'536;
// The sentence in which the child says why it refuses a file.
inline constexpr size_t kMaxHdf5RefusalBytes = 1'024;
// A Keras model's configuration, of which large ones have under a megabyte.
inline constexpr size_t kMaxKerasConfigBytes = size_t{4} << 20;
inline constexpr size_t kMaxKerasConfigNesting = 64;
inline constexpr unsigned kHdf5Seconds = 60;
// The child's address space beyond what it has at its start and the file.
inline constexpr uint64_t kHdf5ExtraBytes = uint64_t{512} << 20;

// Class names.
inline constexpr size_t kMaxClassNameBytes = 512;
inline constexpr uint64_t kMaxClassFileBytes = uint64_t{16} << 20;

// NumPy archives of reference values.
inline constexpr size_t kMaxNpzEntries = 1'024;
inline constexpr uint64_t kMaxNpyBytes = uint64_t{1} << 30;
inline constexpr size_t kMaxNpyHeaderBytes = 65'536;
// As weights: unpacked bytes for each byte of the file.
inline constexpr uint64_t kMaxNpzGrowth = 4;

// The most memory that reading a file of so many bytes takes at any moment, the
// mapped file itself not counted: values as f32 (4x), what is unpacked or
// received from the child before it becomes values (4x), the objects that each
// byte of a pickle, a header or a directory can stand for, and a fixed part.
constexpr uint64_t ReaderPeakBytes(uint64_t file_bytes) {
  constexpr uint64_t kBytesPerByte = 4 + 4;
  constexpr uint64_t kBytesPerObject = 192;
  constexpr uint64_t kFixedBytes = uint64_t{1} << 20;
  return kBytesPerByte * file_bytes +
         kBytesPerObject *
             (file_bytes < kMaxPickleOps ? file_bytes : kMaxPickleOps) +
         kFixedBytes;
}

}  // namespace camglass::limits

#endif  // CAMGLASS_WEIGHTS_LIMITS_H_
