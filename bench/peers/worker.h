// A program of ours as one of the engines of a peer benchmark. Line protocol,
// on standard input and output:
//
//   (start)              ready NAME
//   check NET         -> ok logits=ERROR features=ERROR   (largest / largest)
//   run NET WARM N    -> ms T1 ... TN
//   quit
//
// or "err WHAT". NET.onnx, input.npy [1, 3, h, w] and the expected
// NET.logits.npy and NET.features.npy [1, C, h, w] lie in --models. Inferences
// have --threads threads. With --precision f16 camglass holds weights in half
// precision. With --model-files NET.safetensors, a model file of ours, is read
// in place of the ONNX: what a user's program starts with.
//
// A timed run is one inference: the f32 input lies in memory beforehand and
// both outputs lie in memory afterwards, each in the engine's own layout. A
// check brings them to NCHW.
#ifndef CAMGLASS_BENCH_PEERS_WORKER_H_
#define CAMGLASS_BENCH_PEERS_WORKER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/plan/plan_options.h"
#include "engine/tensor.h"
#include "weights/load_model.h"

namespace camglass {

struct WorkerOptions {
  std::string folder = ".";
  size_t threads = 1;
  bool model_files = false;
  Precision precision = Precision::kF32;  // of camglass's weights
};

// Unknown flags are ignored.
WorkerOptions OptionsOf(int argc, char** argv);

struct Image {
  Extent extent;
  std::vector<float> planes;  // [3][h][w]
};

// One network as an engine runs it, with its input set.
class Inference {
 public:
  virtual ~Inference() = default;
  virtual void Run() = 0;
  // What the last run made, as [C][h][w].
  virtual std::vector<float> Logits() const = 0;
  virtual std::vector<float> Features() const = 0;
};

using Engine = std::function<StatusOr<std::unique_ptr<Inference>>(
    LoadedModel model, const Image& image, const WorkerOptions& options)>;

// Says that it is ready under that name and answers until "quit" or the end of
// the input. A network is loaded when it is first named, and stays.
void Serve(const std::string& name, const WorkerOptions& options,
           const Engine& engine);

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_WORKER_H_
