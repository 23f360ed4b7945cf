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
    {"torch._utils",
     "_rebuild_parameter_with_state",
     {PickleGlobal::kRebuildParameter}},
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

// What training scripts put beside the weights: settings, dates, scalars. Only
// names of which every value can be ignored.
struct InertNames {
  std::string_view module;
  std::string_view names;  // each between spaces
  PickleGlobal kind = PickleGlobal::kInert;
};

constexpr std::string_view kBuiltinNames =
    " set frozenset bytearray bytes complex slice range object int float bool "
    "str list dict tuple ";
constexpr std::string_view kArrayNames = " scalar _reconstruct ";
constexpr std::string_view kPathNames =
    " Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath ";

constexpr InertNames kInertNames[] = {
    {"collections", " defaultdict ", PickleGlobal::kDictLike},
    {"collections", " deque ", PickleGlobal::kListLike},
    {"collections", " Counter "},
    {"builtins", kBuiltinNames},
    {"__builtin__", kBuiltinNames},
    {"__builtin__", " unicode long xrange "},
    {"_codecs", " encode "},
    {"copyreg", " _reconstructor "},
    {"copy_reg", " _reconstructor "},
    {"numpy", " dtype ndarray "},
    {"numpy.core.multiarray", kArrayNames},
    {"numpy._core.multiarray", kArrayNames},
    {"numpy.core.numeric", " _frombuffer "},
    {"numpy._core.numeric", " _frombuffer "},
    {"argparse", " Namespace "},
    {"types", " SimpleNamespace "},
    {"datetime", " datetime date time timedelta timezone "},
    {"pathlib", kPathNames},
    {"pathlib._local", kPathNames},
    {"uuid", " UUID "},
    {"decimal", " Decimal "},
    {"fractions", " Fraction "},
    {"torch.serialization", " _get_layout "},
    {"torch.torch_version", " TorchVersion "},
    {"torch",
     " Size device float16 half bfloat16 float32 float float64 double int8 "
     "uint8 int16 short int32 int int64 long bool complex64 complex128 "
     "strided "},
};

bool IsInert(const InertNames& known, std::string_view module,
             std::string_view name) {
  return known.module == module && !name.empty() &&
         name.find(' ') == std::string_view::npos &&
         known.names.find(" " + std::string(name) + " ") !=
             std::string_view::npos;
}

// A pickled module names the classes of its layers.
bool IsLayerClass(std::string_view module) {
  for (const std::string_view start :
       {"torch.nn.", "torchvision.models.", "torchvision.ops.", "timm."})
    if (module.starts_with(start)) return true;
  return false;
}

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
  for (const InertNames& known : kInertNames)
    if (IsInert(known, module, name)) return PickleGlobalRef{known.kind};
  if (IsLayerClass(module))
    return InvalidInput("this is a whole pickled module (it asks for '" +
                        Printable(module) + "." + Printable(name) +
                        "'), which takes code to load, and no code is ever "
                        "run; save the weights alone, with "
                        "torch.save(model.state_dict(), ...)");
  return InvalidInput("the pickle asks for '" + Printable(module) + "." +
                      Printable(name) +
                      "', which is not weights and is refused (no code is ever "
                      "run); save the weights alone, with "
                      "torch.save(model.state_dict(), ...)");
}

}  // namespace camglass
