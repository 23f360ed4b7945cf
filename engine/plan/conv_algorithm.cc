#include "engine/plan/conv_algorithm.h"

#include <algorithm>
#include <variant>

#include "engine/kernels/conv.h"

namespace camglass {
namespace {

// Below this the transforms cost more than the multiplies they save.
constexpr size_t kMinWinogradChannels = 16;
// F(4x4) has 36 / 9 weights a filter and works on whole tiles of 4: on smaller
// maps than this, its weights and padding cost what the multiplies save.
constexpr size_t kMinSideForTile4 = 11;
constexpr size_t kMinSideForStem = 10;
constexpr size_t kMinSideForTile2 = 4;
// With a stride of 2, 9 / 9 weights become 81 / 9, which pass by once for this
// many tiles of 4: as many as keep the processor as long as the memory.
constexpr size_t kMinTilesForStride2 = 40;

size_t TilesOf4(Extent out) { return (out.h + 3) / 4 * ((out.w + 3) / 4); }

ConvAlgorithm ChooseUngrouped(const Conv2d& conv, size_t in_c, Extent out,
                              ConvChoice choice) {
  const bool is_3x3 = conv.kh == 3 && conv.kw == 3 && conv.stride == 1;
  const size_t side = std::min(out.h, out.w);
  const bool is_stem =
      conv.kh == 7 && conv.kw == 7 && conv.stride == 2 && in_c == 3;
  if (is_stem && choice == ConvChoice::kAuto && side >= kMinSideForStem) {
    return ConvAlgorithm::kWinogradStem;
  }
  const bool is_3x3_stride_2 = conv.kh == 3 && conv.kw == 3 && conv.stride == 2;
  if (is_3x3_stride_2 && choice == ConvChoice::kAuto &&
      in_c % kChannelPad == 0 && TilesOf4(out) >= kMinTilesForStride2) {
    return ConvAlgorithm::kWinogradStride2;
  }
  if (choice == ConvChoice::kDirect || !is_3x3 || in_c < kMinWinogradChannels ||
      side < kMinSideForTile2) {
    return ConvAlgorithm::kDirect;
  }
  return side >= kMinSideForTile4 ? ConvAlgorithm::kWinograd4
                                  : ConvAlgorithm::kWinograd2;
}

}  // namespace

size_t WinogradTileOf(ConvAlgorithm algorithm) {
  switch (algorithm) {
    case ConvAlgorithm::kWinograd2:
      return 2;
    case ConvAlgorithm::kWinograd4:
    case ConvAlgorithm::kWinogradStride2:
    case ConvAlgorithm::kWinogradStem:
      return 4;
    default:
      return 0;
  }
}

ConvAlgorithm ChooseConvAlgorithm(const Conv2d& conv, size_t in_c, Extent out,
                                  ConvChoice choice) {
  if (conv.groups == 1) return ChooseUngrouped(conv, in_c, out, choice);
  if (conv.groups == in_c && conv.out_c == in_c) {
    return ConvAlgorithm::kDepthwise;
  }
  const size_t group_out = conv.out_c / conv.groups;
  return group_out % kChannelPad == 0 ? ConvAlgorithm::kGroups
                                      : ConvAlgorithm::kDirect;
}

std::vector<ConvAlgorithm> ChooseConvAlgorithms(
    const Graph& graph, const std::vector<Extent>& extents, ConvChoice choice) {
  std::vector<ConvAlgorithm> algorithms;
  for (const Op& op : graph.ops) {
    const auto* conv = std::get_if<Conv2d>(&op.kind);
    algorithms.push_back(
        conv == nullptr
            ? ConvAlgorithm::kDirect
            : ChooseConvAlgorithm(*conv, graph.values[op.inputs[0]].channels,
                                  extents[op.output], choice));
  }
  return algorithms;
}

}  // namespace camglass
