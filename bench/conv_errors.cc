// How far each way to compute a convolution is from double, on real weights and
// pictures: conv_errors MODEL PICTURE... Prints a Markdown table, a row a
// kernel: how many steps it has, the worst one's largest difference from the
// reference executor as part of that value's largest, and that step's name.
// What the layers before a step bring is in its figure.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "camapp/cam/network_input.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/exact_resizer.h"
#include "camapp/picture/input_extent.h"
#include "engine/reference/executor.h"
#include "engine/session.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

struct Worst {
  std::set<std::string> steps;
  double error = 0;
  std::string step;
};

// Largest difference, as part of the largest value; NaN counts as 1.
double ErrorOf(const TensorView& got, const Tensor& want) {
  double apart = 0;
  double largest = 0;
  for (size_t y = 0; y < got.h; ++y) {
    for (size_t x = 0; x < got.w; ++x) {
      for (size_t c = 0; c < got.c; ++c) {
        const double value = want.At(y, x, c);
        const double difference = std::abs(value - got.At(y, x, c));
        if (std::isnan(difference)) return 1;
        apart = std::max(apart, difference);
        largest = std::max(largest, std::abs(value));
      }
    }
  }
  return largest == 0 ? apart : apart / largest;
}

StatusOr<Tensor> InputOf(const LoadedModel& model, const std::string& path) {
  CAMGLASS_ASSIGN_OR_RETURN(const Picture picture, ReadPicture(path, {}));
  CAMGLASS_ASSIGN_OR_RETURN(
      const InputResize resize,
      WholeFrameResize(picture.extent(), 224, ResizeRule::kShort));
  Picture small(resize.size.h, resize.size.w);
  ExactResizer<uint8_t> resizer(picture.extent(), resize.size, 3,
                                {resize.scale, resize.scale});
  resizer.Apply(picture.rgb.data(), small.rgb.data());
  Tensor input(small.h, small.w, 3);
  NetworkInput(model.transform).Fill(small, input.View());
  return input;
}

Status AddErrors(const LoadedModel& model, const std::string& path,
                 std::map<std::string, Worst>* kernels) {
  CAMGLASS_ASSIGN_OR_RETURN(const Tensor input, InputOf(model, path));
  SessionOptions options;
  CAMGLASS_ASSIGN_OR_RETURN(const auto session,
                            Session::Create(model.net.graph, options));
  // The graph after the passes has the plan's values; it computes the same.
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<Tensor> want,
                            RunReference(session->graph(), input));
  CAMGLASS_ASSIGN_OR_RETURN(Plan* const plan,
                            session->Prepare({input.h, input.w}));
  const TensorView to = plan->input();
  for (size_t y = 0; y < input.h; ++y)
    for (size_t x = 0; x < input.w; ++x)
      for (size_t c = 0; c < 3; ++c) to.At(y, x, c) = input.At(y, x, c);
  session->Run(*plan, [&](const StepReport& step) {
    if (!step.complete) return;
    Worst& worst = (*kernels)[step.kernel];
    worst.steps.insert(*step.name);
    const double error = ErrorOf(step.view, want[step.output]);
    if (error <= worst.error && !worst.step.empty()) return;
    worst.error = error;
    worst.step = *step.name;
  });
  return Status();
}

int Fail(const std::string& message) {
  std::fprintf(stderr, "conv_errors: %s\n", message.c_str());
  return 1;
}

int Main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: conv_errors MODEL PICTURE...\n");
    return 2;
  }
  const auto model = LoadModel(arguments[1]);
  if (!model.ok()) return Fail(model.status().message());
  std::map<std::string, Worst> kernels;
  for (int i = 2; i < count; ++i) {
    const Status status = AddErrors(*model, arguments[i], &kernels);
    if (!status.ok()) {
      return Fail(std::string(arguments[i]) + ": " + status.message());
    }
  }
  std::printf("| kernel | steps | worst error | at |\n|---|--:|--:|---|\n");
  for (const auto& [kernel, worst] : kernels) {
    std::printf("| %s | %zu | %.1e | %s |\n", kernel.c_str(),
                worst.steps.size(), worst.error, worst.step.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int count, char** arguments) {
  return camglass::Main(count, arguments);
}
