// The JSON header of a safetensors file.
//
//   bytes 0..7    N, the header's length, little-endian
//   bytes 8..8+N  JSON: {"__metadata__": {key: text}, NAME: {"dtype": "F32",
//                 "shape": [..], "data_offsets": [begin, end]}, ...}
//   then          the data; offsets count from here
//
// Source: the format's description in huggingface/safetensors, README.md.
#ifndef CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_HEADER_H_
#define CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_HEADER_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"
#include "weights/element_type.h"

namespace camglass {

struct SafetensorsEntry {
  std::string name;
  ElementType type = ElementType::kF32;
  std::vector<size_t> shape;
  uint64_t begin = 0;  // of its data
  uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<SafetensorsEntry> entries;  // in the header's order
};

// The dtype's name in the header, null for types that are not written.
const char* SafetensorsTypeName(ElementType type);

// Reads the JSON alone. Refuses whatever is not of the form above: other
// nesting or types, unknown or missing fields, names given twice.
StatusOr<SafetensorsHeader> ParseSafetensorsHeader(std::string_view json);

// Whether each entry's data has the size that dtype and shape ask for, and all
// of them together fill `data_bytes` without overlap and holes.
Status CheckSafetensorsLayout(const SafetensorsHeader& header,
                              uint64_t data_bytes);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_HEADER_H_
