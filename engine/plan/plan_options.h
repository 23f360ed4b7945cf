// What whoever asks for a plan may choose.
#ifndef CAMGLASS_ENGINE_PLAN_PLAN_OPTIONS_H_
#define CAMGLASS_ENGINE_PLAN_PLAN_OPTIONS_H_

namespace camglass {

// How 3x3 convolutions are computed: kAuto takes Winograd's algorithms where
// they are faster; kDirect never does, for the last digits.
enum class ConvChoice { kAuto, kDirect };

// Which inverted residuals and convolutions before a max-pool run band by band
// (fusion.h). kLarge: those whose maps are large for the cache.
enum class BlockFusion { kNever, kLarge, kAlways };

// How large weights are held in memory. kF16: in half precision, where reading
// them takes the time; all sums stay f32.
enum class Precision { kF32, kF16 };

struct PlanOptions {
  bool concat_in_place = true;  // concat parts are written where they belong
  bool reuse_memory = true;     // values whose lives don't meet share memory
  BlockFusion blocks = BlockFusion::kLarge;
  ConvChoice conv = ConvChoice::kAuto;
  Precision precision = Precision::kF32;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_PLAN_OPTIONS_H_
