// oneDNN as one of the engines of a peer benchmark (worker.h): our reader and
// our passes, its primitives. The outputs are NCHW, as its blocked layouts are
// nothing that a user can read. Of the processor it takes what
// ONEDNN_MAX_CPU_ISA leaves.
#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bench/peers/onednn_net.h"
#include "bench/peers/worker.h"
#include "engine/graph/passes.h"

namespace camglass {
namespace {

std::vector<float> Floats(const dnnl::memory& memory) {
  const float* data = static_cast<const float*>(memory.get_data_handle());
  return {data, data + memory.get_desc().get_size() / sizeof(float)};
}

class OnednnInference : public Inference {
 public:
  OnednnInference(OnednnNet net, const dnnl::engine& engine)
      : net_(std::move(net)), stream_(engine) {}

  void Run() override {
    for (const OnednnStep& step : net_.steps) {
      step.primitive.execute(stream_, step.arguments);
    }
    stream_.wait();
  }
  std::vector<float> Logits() const override { return Floats(net_.outputs[0]); }
  std::vector<float> Features() const override {
    return Floats(net_.outputs[1]);
  }

 private:
  OnednnNet net_;
  dnnl::stream stream_;
};

StatusOr<std::unique_ptr<Inference>> Load(LoadedModel model, const Image& image,
                                          const dnnl::engine& engine) {
  // oneDNN pools a concatenation as a whole.
  Simplify({.move_pools = false}, &model.net.graph);
  CAMGLASS_ASSIGN_OR_RETURN(
      OnednnNet net,
      TranslateToOnednn(model.net.graph, image.extent,
                        {model.net.logits, model.net.features}, engine));
  std::copy(image.planes.begin(), image.planes.end(),
            static_cast<float*>(net.input.get_data_handle()));
  return std::unique_ptr<Inference>(
      std::make_unique<OnednnInference>(std::move(net), engine));
}

// A network that oneDNN does not take leaves the others.
StatusOr<std::unique_ptr<Inference>> LoadOrSay(LoadedModel model,
                                               const Image& image,
                                               const dnnl::engine& engine) {
  try {
    return Load(std::move(model), image, engine);
  } catch (const dnnl::error& error) {
    return Unsupported(std::string("oneDNN: ") + error.what());
  }
}

// oneDNN has no threads of its own: it asks the OpenMP that it was built with.
// Looked up by name, since our compiler's OpenMP may be another one.
bool SetThreads(size_t threads) {
  using Function = void (*)(int);
  const auto set =
      reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
  if (set != nullptr) set(static_cast<int>(threads));
  return set != nullptr;
}

int ServeOnednn(int argc, char** argv) {
  const WorkerOptions options = OptionsOf(argc, argv);
  if (!SetThreads(options.threads)) {
    std::fprintf(stderr, "onednn_worker: this oneDNN does not use OpenMP\n");
    return 2;
  }
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  const dnnl::version_t& version = *dnnl::version();
  Serve("onednn-" + std::to_string(version.major) + "." +
            std::to_string(version.minor) + "." + std::to_string(version.patch),
        options,
        [&](LoadedModel model, const Image& image, const WorkerOptions&) {
          return LoadOrSay(std::move(model), image, engine);
        });
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  try {
    return camglass::ServeOnednn(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "onednn_worker: %s\n", error.what());
    return 1;
  }
}
