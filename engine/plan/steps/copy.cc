// Values put side by side: a concat, or one alone. Units: rows.
#include <cstring>
#include <utility>
#include <vector>

#include "engine/kernels/conv.h"
#include "engine/kernels/pointwise.h"
#include "engine/plan/steps/conv_views.h"
#include "engine/plan/steps/op_steps.h"

namespace camglass {
namespace {

void ZeroChannels(const TensorView& view, size_t row_begin, size_t row_end) {
  if (view.c == 0) return;
  for (size_t y = row_begin; y < row_end; ++y) {
    for (size_t x = 0; x < view.w; ++x) {
      std::memset(view.Pixel(y, x), 0, view.c * sizeof(float));
    }
  }
}

struct Copy {
  std::vector<std::pair<TensorView, TensorView>> parts;  // src, dst
  TensorView padding;  // channels after the last part, to be zero

  void Run(size_t begin, size_t end) const {
    for (const auto& [src, dst] : parts) CopyRows(src, dst, begin, end);
    ZeroChannels(padding, begin, end);
  }
};

// Of all the op's inputs.
Copy MakeCopy(const OpPlace& place) {
  const TensorView dst = place.Out();
  Copy copy;
  size_t first = 0;
  for (size_t i = 0; i < place.num_inputs(); ++i) {
    const TensorView src = place.In(i);
    copy.parts.emplace_back(src, Channels(dst, first, src.c));
    first += src.c;
  }
  copy.padding = Channels(dst, first, PadChannels(first) - first);
  return copy;
}

void AddCopy(const OpPlace& place, StepList* steps) {
  steps->Add(place.NewStep(
      "copy", place.Out().h,
      [copy = MakeCopy(place)](size_t begin, size_t end, const Scratch&) {
        copy.Run(begin, end);
      }));
}

}  // namespace

Status AddSteps(const Concat&, const OpPlace& place, StepList* steps) {
  if (place.concat_in_place()) {
    // The parts were written where they belong.
    steps->Add(
        place.NewStep("in place", 0, [](size_t, size_t, const Scratch&) {}));
  } else {
    AddCopy(place, steps);
  }
  return Status();
}

Status AddSteps(const Identity&, const OpPlace& place, StepList* steps) {
  AddCopy(place, steps);
  return Status();
}

}  // namespace camglass
