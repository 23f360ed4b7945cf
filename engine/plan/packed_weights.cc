#include "engine/plan/packed_weights.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/check.h"
#include "engine/kernels/depthwise.h"

namespace camglass {
namespace {

// Kernels fetch up to this far past the last weight.
constexpr size_t kPrefetchSlack = 4096;
constexpr size_t kAlign = 16;  // floats: 64 bytes

// Lays the ops' pieces out one after the other: once with a null base, to
// measure, and once for real.
class Packer {
 public:
  Packer(const Graph& graph, float* base) : graph_(graph), base_(base) {}

  PackedOp Pack(const Op& op, ConvAlgorithm algorithm) {
    algorithm_ = algorithm;
    PackedOp packed;
    std::visit([&](const auto& kind) { PackKind(op, kind, &packed); }, op.kind);
    return packed;
  }
  size_t floats() const { return used_; }

 private:
  template <class Kind>
  void PackKind(const Op&, const Kind&, PackedOp*) {}  // no weights

  void PackKind(const Op& op, const Conv2d& conv, PackedOp* packed) {
    const size_t in_c = graph_.values[op.inputs[0]].channels;
    const float* weights = graph_.params[conv.weight].data;
    switch (algorithm_) {
      case ConvAlgorithm::kDepthwise:
        PackDepthwiseConv(conv, in_c, weights, packed);
        break;
      case ConvAlgorithm::kGroups:
        PackGroups(conv, in_c, weights, packed);
        break;
      case ConvAlgorithm::kDirect:
        PackDirect(conv, in_c, weights, packed);
        break;
      case ConvAlgorithm::kWinograd2:
      case ConvAlgorithm::kWinograd4:
      case ConvAlgorithm::kWinogradStem:
        PackMinimalFilters(conv, in_c, weights, packed);
        break;
    }
    packed->bias = PackBias(conv.bias, PadChannels(conv.out_c));
  }

  void PackKind(const Op& op, const Dense& dense, PackedOp* packed) {
    const size_t in_c = graph_.values[op.inputs[0]].channels;
    packed->dense = ChooseDensePacking(in_c, dense.out_c);
    float* dst = Take(packed->dense.floats());
    if (dst != nullptr) {
      PackDense(graph_.params[dense.weight].data, packed->dense, dst);
    }
    packed->weights = {dst};
    packed->bias = PackBias(dense.bias, packed->dense.padded_out());
  }

  // y = x * factor + offset.
  void PackKind(const Op& op, const BatchNorm& bn, PackedOp* packed) {
    const size_t channels = graph_.values[op.output].channels;
    float* factor = Take(PadChannels(channels));
    float* offset = Take(PadChannels(channels));
    packed->weights = {factor};
    packed->bias = offset;
    if (factor == nullptr) return;
    for (size_t c = 0; c < channels; ++c) {
      const double scale =
          graph_.params[bn.weight].data[c] /
          std::sqrt(double{graph_.params[bn.var].data[c]} + bn.eps);
      factor[c] = static_cast<float>(scale);
      offset[c] = static_cast<float>(graph_.params[bn.bias].data[c] -
                                     graph_.params[bn.mean].data[c] * scale);
    }
  }

  void PackDepthwiseConv(const Conv2d& conv, size_t in_c, const float* weights,
                         PackedOp* packed) {
    float* dst = Take(conv.kh * conv.kw * PadChannels(in_c));
    if (dst != nullptr) PackDepthwise(weights, in_c, conv.kh, conv.kw, dst);
    packed->weights = {dst};
  }

  void PackGroups(const Conv2d& conv, size_t in_c, const float* weights,
                  PackedOp* packed) {
    const size_t group_in = in_c / conv.groups;
    const size_t group_out = conv.out_c / conv.groups;
    const size_t depth = conv.kh * conv.kw * group_in;
    packed->conv = ChooseConvPacking(depth, group_out);
    for (size_t g = 0; g < conv.groups; ++g) {
      float* dst = Take(packed->conv.floats());
      if (dst != nullptr) {
        PackConv(weights + g * group_out * depth, group_out, group_in, conv.kh,
                 conv.kw, packed->conv, dst);
      }
      packed->weights.push_back(dst);
    }
  }

  void PackDirect(const Conv2d& conv, size_t in_c, const float* weights,
                  PackedOp* packed) {
    packed->conv = ChooseConvPacking(conv.kh * conv.kw * in_c, conv.out_c);
    float* dst = Take(packed->conv.floats());
    packed->weights = {dst};
    if (dst == nullptr) return;
    std::vector<float> full;
    if (conv.groups > 1) {
      full = Ungroup(conv, in_c, weights);
      weights = full.data();
    }
    PackConv(weights, conv.out_c, in_c, conv.kh, conv.kw, packed->conv, dst);
  }

  void PackMinimalFilters(const Conv2d& conv, size_t in_c, const float* weights,
                          PackedOp* packed) {
    const bool stem = algorithm_ == ConvAlgorithm::kWinogradStem;
    packed->winograd = stem ? ChooseStemPacking(conv.out_c)
                            : ChooseWinogradPacking(WinogradTileOf(algorithm_),
                                                    in_c, conv.out_c);
    float* dst = Take(packed->winograd.floats());
    packed->weights = {dst};
    if (dst == nullptr) return;
    if (stem) {
      PackStem(weights, conv.out_c, packed->winograd, dst);
    } else {
      PackWinograd(weights, conv.out_c, packed->winograd, dst);
    }
  }

  // Grouped weights [out_c][in_c / groups][kh][kw] with zeros where an output
  // does not see an input: [out_c][in_c][kh][kw].
  static std::vector<float> Ungroup(const Conv2d& conv, size_t in_c,
                                    const float* weights) {
    const size_t window = conv.kh * conv.kw;
    const size_t group_run = in_c / conv.groups * window;
    const size_t group_out = conv.out_c / conv.groups;
    std::vector<float> full(conv.out_c * in_c * window);
    for (size_t n = 0; n < conv.out_c; ++n) {
      const size_t group = n / group_out;
      std::copy_n(weights + n * group_run, group_run,
                  full.data() + n * in_c * window + group * group_run);
    }
    return full;
  }

  const float* PackBias(const std::optional<ParamId>& bias, size_t padded) {
    float* dst = Take(padded);
    if (dst != nullptr && bias.has_value()) {
      const Param& param = graph_.params[*bias];
      std::copy_n(param.data, param.size(), dst);
    }
    return dst;
  }

  // The next `count` floats, 64-byte aligned; null while measuring.
  float* Take(size_t count) {
    float* piece = base_ == nullptr ? nullptr : base_ + used_;
    used_ += (count + kAlign - 1) / kAlign * kAlign;
    return piece;
  }

  const Graph& graph_;
  ConvAlgorithm algorithm_ = ConvAlgorithm::kDirect;
  float* base_;
  size_t used_ = 0;
};

}  // namespace

void PackedWeights::Prepare(const std::vector<ConvAlgorithm>& algorithms) {
  CAMGLASS_CHECK(algorithms.size() == graph_.ops.size());
  std::vector<Key> missing;
  for (size_t i = 0; i < algorithms.size(); ++i) {
    if (!ops_.contains({i, algorithms[i]}))
      missing.emplace_back(i, algorithms[i]);
  }
  if (missing.empty()) return;
  Packer measure(graph_, nullptr);
  for (const auto& [i, algorithm] : missing) {
    measure.Pack(graph_.ops[i], algorithm);
  }
  memory_.emplace_back(measure.floats() + kPrefetchSlack);
  Packer packer(graph_, memory_.back().data());
  for (const auto& [i, algorithm] : missing) {
    ops_[{i, algorithm}] = packer.Pack(graph_.ops[i], algorithm);
  }
}

const PackedOp& PackedWeights::op(size_t index, ConvAlgorithm algorithm) const {
  const auto found = ops_.find({index, algorithm});
  CAMGLASS_CHECK(found != ops_.end());
  return found->second;
}

size_t PackedWeights::bytes() const {
  size_t floats = 0;
  for (const AlignedBuffer& buffer : memory_) floats += buffer.size();
  return floats * sizeof(float);
}

}  // namespace camglass
