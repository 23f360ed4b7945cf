#include "weights/torch/pickle_globals.h"

#include <string>

namespace camglass {
namespace {

struct KnownGlobal {
  std::string_view module;
  std::string_view name;
  PickleGlobalRef value;
};

constexpr KnownGlobal kKnownGlobals[] = {
    {"collections", "OrderedDict", {PickleGlobal::kOrderedDict}},
    {"torch._utils", "_rebuild_tensor", {PickleGlobal::kRebuildTensor}},
    {"torch._utils", "_rebuild_tensor_v2", {PickleGlobal::kRebuildTensorV2}},
    {"torch._utils", "_rebuild_parameter", {PickleGlobal::kRebuildParameter}},
    {"torch", "HalfStorage", {PickleGlobal::kStorageType, ElementType::kF16}},
    {"torch",
     "BFloat16Storage",
     {PickleGlobal::kStorageType, ElementType::kBF16}},
    {"torch", "FloatStorage", {PickleGlobal::kStorageType, ElementType::kF32}},
    {"torch", "DoubleStorage", {PickleGlobal::kStorageType, ElementType::kF64}},
    {"torch", "CharStorage", {PickleGlobal::kStorageType, ElementType::kI8}},
    {"torch", "ByteStorage", {PickleGlobal::kStorageType, ElementType::kU8}},
    {"torch", "ShortStorage", {PickleGlobal::kStorageType, ElementType::kI16}},
    {"torch", "IntStorage", {PickleGlobal::kStorageType, ElementType::kI32}},
    {"torch", "LongStorage", {PickleGlobal::kStorageType, ElementType::kI64}},
    {"torch", "BoolStorage", {PickleGlobal::kStorageType, ElementType::kBool}},
};

// Names come from the file: what is shown of them is short and printable.
std::string Printable(std::string_view text) {
  constexpr size_t kShown = 80;
  std::string shown;
  for (char c : text.substr(0, kShown)) shown += c > ' ' && c <= '~' ? c : '?';
  return text.size() > kShown ? shown + "..." : shown;
}

}  // namespace

StatusOr<PickleGlobalRef> FindPickleGlobal(std::string_view module,
                                           std::string_view name) {
  for (const KnownGlobal& known : kKnownGlobals)
    if (known.module == module && known.name == name) return known.value;
  return InvalidInput("the pickle asks for '" + Printable(module) + "." +
                      Printable(name) +
                      "', which is not weights and is refused (no code is ever "
                      "run); save the weights alone, with "
                      "torch.save(model.state_dict(), ...)");
}

}  // namespace camglass
