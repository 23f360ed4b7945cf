// Caffe's .caffemodel files, with layers in the form of 2014 (V2) or before
// (V1).
#ifndef CAMGLASS_WEIGHTS_CAFFE_CAFFE_READER_H_
#define CAMGLASS_WEIGHTS_CAFFE_CAFFE_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Whether the bytes are protobuf fields that a NetParameter has, some of them
// layers.
bool LooksLikeCaffeModel(std::span<const std::byte> file);

// Each blob of each layer as "LAYER:0" (weights), "LAYER:1" (bias), ... in the
// order of the file, axes and shapes as Caffe has them: convolutions OIHW; a
// blob of the old form has four dimensions, leading ones filled with 1.
StatusOr<Checkpoint> ReadCaffeModel(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CAFFE_CAFFE_READER_H_
