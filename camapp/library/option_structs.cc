#include "camapp/library/option_structs.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>

#include "camapp/cam/class_map.h"
#include "camapp/picture/input_extent.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

constexpr double kLeastInputScale = 0.01;
constexpr double kMostInputScale = 64;

template <typename Struct>
void Init(Struct* options, size_t struct_size, Struct defaults) {
  if (options == nullptr) return;
  std::memset(static_cast<void*>(options), 0, struct_size);
  std::memcpy(static_cast<void*>(options), &defaults,
              std::min(struct_size, sizeof(defaults)));
  if (struct_size >= sizeof(size_t)) options->struct_size = struct_size;
}

camglass_options DefaultOptions() {
  camglass_options options{};
  options.struct_size = sizeof(options);
  options.input_scale = 1;
  return options;
}

camglass_overlay_options DefaultOverlayOptions() {
  const OverlayOptions usual;
  camglass_overlay_options options{};
  options.struct_size = sizeof(options);
  options.threshold = usual.heat.threshold;
  options.alpha = usual.alpha;
  return options;
}

// What a shorter struct leaves out has its default. A longer one is of a newer
// header: what this version doesn't know must be zero, which is a default then.
template <typename Struct>
StatusOr<Struct> Read(const Struct* options, Struct read) {
  if (options == nullptr) return read;
  const size_t size = options->struct_size;
  if (size < sizeof(size_t) || size > 4096)
    return UsageError(
        "the options' struct_size is wrong; initialise them with the "
        "function for that");
  const auto* bytes = reinterpret_cast<const unsigned char*>(options);
  for (size_t i = sizeof(read); i < size; ++i)
    if (bytes[i] != 0)
      return UsageError(
          "an option is set that this version of the library doesn't have; "
          "update it");
  std::memcpy(static_cast<void*>(&read), bytes, std::min(size, sizeof(read)));
  read.struct_size = sizeof(read);
  return read;
}

// Enumerations are what a caller wrote there: read as numbers, for to read one
// as an enumeration that has no such value is undefined.
template <typename Choice>
Status CheckChoice(const Choice& value, Choice last, const char* name) {
  int number = 0;
  static_assert(sizeof(number) == sizeof(value));
  std::memcpy(&number, &value, sizeof(number));
  if (number >= 0 && number <= static_cast<int>(last)) return Status();
  return UsageError(std::string("the option ") + name + " has no value " +
                    std::to_string(number));
}

Status CheckBetween(double value, double least, double most, const char* name) {
  if (value >= least && value <= most) return Status();  // not for a NaN
  char range[100];
  std::snprintf(range, sizeof(range), "%g; it goes from %g to %g", value, least,
                most);
  return UsageError(std::string("the option ") + name + " is " + range);
}

ResizeRule RuleOf(camglass_resize_rule rule, const ModelInfo& info) {
  switch (rule) {
    case CAMGLASS_RULE_SHORT:
      return ResizeRule::kShort;
    case CAMGLASS_RULE_ROWS:
      return ResizeRule::kRows;
    case CAMGLASS_RULE_CROP:
      return ResizeRule::kCrop;
    case CAMGLASS_RULE_MODEL:
      break;
  }
  return DefaultResizeRule(info);
}

}  // namespace

StatusOr<camglass_options> CheckedOptions(const camglass_options* options) {
  CAMGLASS_ASSIGN_OR_RETURN(const camglass_options read,
                            Read(options, DefaultOptions()));
  if (read.threads > kMaxThreads)
    return UsageError("the option threads is " + std::to_string(read.threads) +
                      "; there are at most " + std::to_string(kMaxThreads));
  CAMGLASS_RETURN_IF_ERROR(CheckBetween(read.input_scale, kLeastInputScale,
                                        kMostInputScale, "input_scale"));
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice(read.precision, CAMGLASS_F16, "precision"));
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice(read.conv, CAMGLASS_CONV_DIRECT, "conv"));
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice(read.resize, CAMGLASS_RESIZE_FAST, "resize"));
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice(read.resize_rule, CAMGLASS_RULE_CROP, "resize_rule"));
  return read;
}

StatusOr<camglass_overlay_options> CheckedOptions(
    const camglass_overlay_options* options) {
  CAMGLASS_ASSIGN_OR_RETURN(const camglass_overlay_options read,
                            Read(options, DefaultOverlayOptions()));
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice(read.style, CAMGLASS_STYLE_INFERNO, "style"));
  CAMGLASS_RETURN_IF_ERROR(
      CheckChoice(read.range, CAMGLASS_RANGE_SIGNED, "range"));
  CAMGLASS_RETURN_IF_ERROR(CheckBetween(read.threshold, 0, 1, "threshold"));
  CAMGLASS_RETURN_IF_ERROR(CheckBetween(read.alpha, 0, 1, "alpha"));
  return read;
}

ExplainOptions ExplainOptionsOf(const camglass_options& options,
                                const ModelInfo& info) {
  ExplainOptions out;
  out.session.threads = options.threads;
  out.session.plan.precision =
      options.precision == CAMGLASS_F16 ? Precision::kF16 : Precision::kF32;
  out.session.plan.conv = options.conv == CAMGLASS_CONV_DIRECT
                              ? ConvChoice::kDirect
                              : ConvChoice::kAuto;
  out.quality = options.resize == CAMGLASS_RESIZE_FAST ? ResizeQuality::kFast
                                                       : ResizeQuality::kExact;
  out.rule = RuleOf(options.resize_rule, info);
  out.keep_features = true;
  return out;
}

OverlayOptions OverlayOptionsOf(const camglass_overlay_options& options,
                                ClassMapKind kind) {
  constexpr OverlayStyle kStyles[] = {OverlayStyle::kSeed, OverlayStyle::kTurbo,
                                      OverlayStyle::kViridis,
                                      OverlayStyle::kInferno};
  constexpr MapRange kRanges[] = {MapRange::kFrame, MapRange::kFixed,
                                  MapRange::kSigned};
  OverlayOptions out;
  out.style = kStyles[options.style];
  out.heat.range = kRanges[options.range];
  out.heat.threshold = options.threshold;
  out.heat.fixed_max = FixedMapMax(kind);
  out.alpha = options.alpha;
  return out;
}

StatusOr<ptrdiff_t> RowStep(size_t width, ptrdiff_t row_stride) {
  const auto row = static_cast<ptrdiff_t>(width * 3);
  if (row_stride == 0) return row;
  if (row_stride >= row || row_stride <= -row) return row_stride;
  return UsageError("rows of " + std::to_string(row) + " bytes don't fit " +
                    std::to_string(row_stride) +
                    " bytes apart; give row_stride in bytes");
}

}  // namespace camglass

extern "C" {

void camglass_options_init(camglass_options* options, size_t struct_size) {
  camglass::Init(options, struct_size, camglass::DefaultOptions());
}

void camglass_overlay_options_init(camglass_overlay_options* options,
                                   size_t struct_size) {
  camglass::Init(options, struct_size, camglass::DefaultOverlayOptions());
}

}  // extern "C"
