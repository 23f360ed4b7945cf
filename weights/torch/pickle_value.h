// What a pickle can hold here: plain data, and descriptions of tensors.
//
// Values live in one vector and refer to each other by index, so that a pickle
// which nests or refers to itself costs no recursion and leaks nothing.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_VALUE_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "weights/element_type.h"

namespace camglass {

using PickleRef = uint32_t;  // index into PickleHeap::values

struct PickleNone {};

// The names that a pickle may refer to. They are labels; nothing is called.
enum class PickleGlobal {
  kOrderedDict,
  kRebuildTensor,
  kRebuildTensorV2,
  kRebuildParameter,
  kStorageType,
  // Of training checkpoints, and of no use here: what is made of them is a
  // dict, a list, or a PickleInert.
  kDictLike,
  kListLike,
  kInert,
  kForeign,  // a class or function that is not known here
  kGetAttr,  // how old protocols write the name of a nested class
  // Tensors that are not read; a network may well need none of them.
  kOtherStorageType,
  kOtherTensor,
  kRebuildFromType,  // of a class of its own, around one of the above
};

// Weights that may be in a value that is not read.
enum class PickleUnread {
  kNothing,
  kModule,      // a pickled object of layers
  kQuantised,   // numbers with a scale
  kNumberType,  // float8, uint16, complex, ...
  kTensorKind,  // sparse, without values, ...
};

struct PickleGlobalRef {
  PickleGlobal kind = PickleGlobal::kOrderedDict;
  ElementType element = ElementType::kF32;       // of a kStorageType
  PickleUnread unread = PickleUnread::kNothing;  // of what is made of it
};

// A value that is parsed and then ignored: bytes, a set, a numpy scalar, a
// date, an object. Nothing in it is kept.
struct PickleInert {
  bool is_set = false;       // ADDITEMS works on sets
  bool takes_items = false;  // an unknown class may be a list, dict or set
  PickleUnread unread = PickleUnread::kNothing;
};

struct PickleTuple {
  std::vector<PickleRef> items;
};
struct PickleList {
  std::vector<PickleRef> items;
};
struct PickleDict {
  std::vector<std::pair<PickleRef, PickleRef>> items;  // in order of insertion
};

// A run of numbers in the archive.
struct PickleStorage {
  ElementType element = ElementType::kF32;
  std::string key;
  uint64_t elements = 0;
};

// A view of a storage; offset and strides count elements.
struct PickleTensor {
  PickleRef storage = 0;
  uint64_t offset = 0;
  std::vector<size_t> shape;
  std::vector<uint64_t> stride;
};

using PickleValue =
    std::variant<PickleNone, bool, int64_t, double, std::string,
                 PickleGlobalRef, PickleInert, PickleTuple, PickleList,
                 PickleDict, PickleStorage, PickleTensor>;

struct PickleHeap {
  std::vector<PickleValue> values;

  const PickleValue& operator[](PickleRef ref) const { return values[ref]; }
  // The value where it is a T, else null.
  template <typename T>
  const T* As(PickleRef ref) const {
    return std::get_if<T>(&values[ref]);
  }
};

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_VALUE_H_
