#include "weights/torch/pickle_globals.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/printable_text.h"

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
    {"torch._utils",
     "_rebuild_tensor_v3",  // of number types that have no storage type
     {PickleGlobal::kOtherTensor, ElementType::kF32,
      PickleUnread::kNumberType}},
    {"torch._utils",
     "_rebuild_qtensor",
     {PickleGlobal::kOtherTensor, ElementType::kF32, PickleUnread::kQuantised}},
    {"torch._tensor",
     "_rebuild_from_type_v2",
     {PickleGlobal::kRebuildFromType}},
    {"builtins", "getattr", {PickleGlobal::kGetAttr}},
    {"__builtin__", "getattr", {PickleGlobal::kGetAttr}},
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

// With these a pickle runs programs where it is loaded. Nothing of them would
// run here either, but whoever made such a file meant harm to somebody.
constexpr std::string_view kDangerousModules[] = {
    "_pickle", "bdb",        "commands", "ctypes",    "importlib",
    "marshal", "nt",         "os",       "pdb",       "pickle",
    "posix",   "pty",        "pydoc",    "runpy",     "shutil",
    "socket",  "subprocess", "sys",      "torch.hub", "webbrowser"};
constexpr std::string_view kDangerousBuiltins[] = {
    "__import__", "apply",    "breakpoint", "compile", "eval",
    "exec",       "execfile", "file",       "open"};
constexpr std::string_view kDangerousNames[] = {
    "operator.attrgetter", "operator.methodcaller", "torch.load",
    "torch.serialization.load", "numpy.load"};
// Wherever they are.
constexpr std::string_view kDangerousFunctions[] = {"_load_from_bytes",
                                                    "runstring"};

template <typename List>
bool IsIn(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool IsDangerous(std::string_view module, std::string_view name) {
  for (const std::string_view known : kDangerousModules)
    if (module.starts_with(known) &&
        (module.size() == known.size() || module[known.size()] == '.'))
      return true;
  const bool builtin = module == "builtins" || module == "__builtin__";
  const std::string full = std::string(module) + "." + std::string(name);
  return (builtin && IsIn(kDangerousBuiltins, name)) ||
         IsIn(kDangerousNames, full) || IsIn(kDangerousFunctions, name);
}

// Identifiers with dots between, "<locals>" among them; any script.
bool IsName(std::string_view text) {
  constexpr size_t kLongest = 256;
  for (const char c : text)
    if (c <= ' ' && static_cast<unsigned char>(c) < 0x80) return false;
  return !text.empty() && text.size() <= kLongest;
}

PickleGlobalRef ForeignGlobal(std::string_view module, std::string_view name) {
  const bool of_torch =
      module == "torch" || module == "torch.storage" || module == "torch.cuda";
  if (of_torch && name.ends_with("Storage"))
    return {PickleGlobal::kOtherStorageType, ElementType::kF32,
            name.starts_with('Q') ? PickleUnread::kQuantised
                                  : PickleUnread::kNumberType};
  const bool rebuilds = name.starts_with("_rebuild_");
  if (rebuilds && (module == "torch._utils" || module == "torch._tensor"))
    return {PickleGlobal::kOtherTensor, ElementType::kF32,
            PickleUnread::kTensorKind};
  return {
      PickleGlobal::kForeign, ElementType::kF32,
      IsLayerClass(module) ? PickleUnread::kModule : PickleUnread::kNothing};
}

std::string Shown(std::string_view text) {
  constexpr size_t kShown = 80;
  const std::string shown = EscapedText(text.substr(0, kShown));
  return text.size() > kShown ? shown + "..." : shown;
}

}  // namespace

std::string PickleGlobalName(std::string_view module, std::string_view name) {
  return Shown(module) + "." + Shown(name);
}

StatusOr<PickleGlobalRef> FindPickleGlobal(std::string_view module,
                                           std::string_view name) {
  for (const KnownGlobal& known : kKnownGlobals)
    if (known.module == module && known.name == name) return known.value;
  for (const InertNames& known : kInertNames)
    if (IsInert(known, module, name)) return PickleGlobalRef{known.kind};
  if (IsDangerous(module, name))
    return InvalidInput("the pickle asks for '" +
                        PickleGlobalName(module, name) +
                        "', with which pickles run programs, and is refused; "
                        "don't load this file elsewhere either");
  if (!IsName(module) || !IsName(name))
    return InvalidInput("the pickle asks for '" +
                        PickleGlobalName(module, name) +
                        "', which is not a name, and is refused");
  return ForeignGlobal(module, name);
}

}  // namespace camglass
