// camglass as one of the engines of a peer benchmark (worker.h). Its own layout
// is NHWC, as LiteRT's.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/peers/worker.h"
#include "engine/runtime/cpu.h"
#include "engine/session.h"

namespace camglass {
namespace {

// One network with its plan for the input's size.
class CamglassInference : public Inference {
 public:
  static StatusOr<std::unique_ptr<Inference>> Load(
      LoadedModel model, const Image& image, const WorkerOptions& worker) {
    auto made = std::make_unique<CamglassInference>();
    SessionOptions options;
    options.threads = worker.threads;
    options.plan.precision = worker.precision;
    CAMGLASS_ASSIGN_OR_RETURN(made->session_,
                              Session::Create(model.net.graph, options));
    made->model_ = std::move(model);
    CAMGLASS_ASSIGN_OR_RETURN(made->plan_,
                              made->session_->Prepare(image.extent));
    made->SetInput(image.planes);
    return std::unique_ptr<Inference>(std::move(made));
  }

  void Run() override { session_->Run(*plan_); }
  std::vector<float> Logits() const override {
    return Planes(model_.net.logits);
  }
  std::vector<float> Features() const override {
    return Planes(model_.net.features);
  }

 private:
  void SetInput(const std::vector<float>& planes) const {
    const TensorView in = plan_->input();
    for (size_t y = 0; y < in.h; ++y)
      for (size_t x = 0; x < in.w; ++x)
        for (size_t c = 0; c < in.c; ++c)
          in.At(y, x, c) = planes[(c * in.h + y) * in.w + x];
  }

  // [C][h][w] of a value after a run.
  std::vector<float> Planes(ValueId value) const {
    const TensorView map = plan_->View(value);
    std::vector<float> planes;
    planes.reserve(map.h * map.w * map.c);
    for (size_t c = 0; c < map.c; ++c)
      for (size_t y = 0; y < map.h; ++y)
        for (size_t x = 0; x < map.w; ++x) planes.push_back(map.At(y, x, c));
    return planes;
  }

  LoadedModel model_;
  std::unique_ptr<Session> session_;
  Plan* plan_ = nullptr;
};

int ServeCamglass(int argc, char** argv) {
  const Status target = ApplyTargetFromEnvironment();
  if (!target.ok()) {
    std::fprintf(stderr, "camglass_worker: %s\n", target.message().c_str());
    return 2;
  }
  const WorkerOptions options = OptionsOf(argc, argv);
  const bool halves = options.precision == Precision::kF16;
  Serve("camglass-" + CurrentTarget() + (halves ? "-f16" : ""), options,
        CamglassInference::Load);
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) { return camglass::ServeCamglass(argc, argv); }
