// camglass as one of the engines of a peer benchmark. Line protocol, on
// standard input and output:
//
//   (start)              ready NAME
//   check NET         -> ok logits=ERROR features=ERROR   (largest / largest)
//   run NET WARM N    -> ms T1 ... TN
//   quit
//
// or "err WHAT". NET.onnx, input.npy [1, 3, h, w] and the expected
// NET.logits.npy and NET.features.npy [1, C, h, w] lie in --models. With
// --model-files NET.safetensors, a model file of ours, is read in place of the
// ONNX: what a user's program starts with.
//
// A timed run is one inference: the f32 input lies in memory beforehand and
// both outputs lie in memory afterwards, each in the engine's own layout (NHWC
// here, as for LiteRT). A check brings them to NCHW.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "engine/runtime/cpu.h"
#include "engine/session.h"
#include "weights/convert/convert.h"
#include "weights/load_model.h"
#include "weights/numpy/npy.h"

namespace camglass {
namespace {

StatusOr<NpyArray> ReadArray(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  auto array = ParseNpy(std::as_bytes(std::span(bytes)));
  if (!array.ok()) return array.status().WithContext(path);
  if (array->type != ElementType::kF32) {
    return InvalidInput(path + " does not hold float32");
  }
  return array;
}

std::vector<float> Floats(const NpyArray& array) {
  std::vector<float> floats(array.data.size() / sizeof(float));
  std::memcpy(floats.data(), array.data.data(), array.data.size());
  return floats;
}

double RelativeError(const std::vector<float>& got,
                     const std::vector<float>& want) {
  if (got.size() != want.size()) return INFINITY;
  double worst = 0;
  double scale = 0;
  for (size_t i = 0; i < want.size(); ++i) {
    worst = std::max(worst, std::abs(double{got[i]} - want[i]));
    scale = std::max(scale, std::abs(double{want[i]}));
  }
  return worst / scale;
}

// One network with its plan for the input's size.
struct Runner {
  LoadedModel model;
  std::unique_ptr<Session> session;
  Plan* plan = nullptr;

  void SetInput(const std::vector<float>& image) const {  // [3][h][w]
    const TensorView in = plan->input();
    for (size_t y = 0; y < in.h; ++y)
      for (size_t x = 0; x < in.w; ++x)
        for (size_t c = 0; c < in.c; ++c)
          in.At(y, x, c) = image[(c * in.h + y) * in.w + x];
  }
  void Run() const { session->Run(*plan); }

  // [C][h][w] of a value after a run.
  std::vector<float> Planes(ValueId value) const {
    const TensorView map = plan->View(value);
    std::vector<float> planes;
    planes.reserve(map.h * map.w * map.c);
    for (size_t c = 0; c < map.c; ++c)
      for (size_t y = 0; y < map.h; ++y)
        for (size_t x = 0; x < map.w; ++x) planes.push_back(map.At(y, x, c));
    return planes;
  }
};

struct WorkerOptions {
  std::string folder = ".";
  size_t threads = 1;
  bool model_files = false;
};

StatusOr<LoadedModel> LoadNet(const std::string& net,
                              const WorkerOptions& options) {
  const std::string path = options.folder + "/" + net;
  if (options.model_files) return LoadModel(path + ".safetensors");
  CAMGLASS_ASSIGN_OR_RETURN(const Converted converted,
                            ConvertFile(path + ".onnx", ConvertOptions()));
  return BindModel(converted.model);
}

StatusOr<Runner> Load(const std::string& net, const WorkerOptions& worker) {
  Runner runner;
  CAMGLASS_ASSIGN_OR_RETURN(runner.model, LoadNet(net, worker));
  SessionOptions options;
  options.threads = worker.threads;
  CAMGLASS_ASSIGN_OR_RETURN(runner.session,
                            Session::Create(runner.model.net.graph, options));
  CAMGLASS_ASSIGN_OR_RETURN(const NpyArray input,
                            ReadArray(worker.folder + "/input.npy"));
  if (input.shape.size() != 4 || input.shape[1] != 3) {
    return InvalidInput("input.npy is not [1, 3, h, w]");
  }
  CAMGLASS_ASSIGN_OR_RETURN(
      runner.plan, runner.session->Prepare({input.shape[2], input.shape[3]}));
  runner.SetInput(Floats(input));
  return runner;
}

class Worker {
 public:
  explicit Worker(WorkerOptions options) : options_(std::move(options)) {}

  std::string Answer(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    std::string net;
    size_t warm = 0;
    size_t count = 0;
    words >> verb >> net >> warm >> count;
    auto runner = Get(net);
    if (!runner.ok()) return "err " + runner.status().message();
    if (verb == "check") return Check(net, **runner);
    if (verb == "run") return Time(**runner, warm, count);
    return "err unknown command " + verb;
  }

 private:
  StatusOr<Runner*> Get(const std::string& net) {
    auto found = loaded_.find(net);
    if (found == loaded_.end()) {
      CAMGLASS_ASSIGN_OR_RETURN(Runner runner, Load(net, options_));
      found = loaded_.emplace(net, std::move(runner)).first;
    }
    return &found->second;
  }

  std::string Check(const std::string& net, Runner& runner) const {
    auto logits = ReadArray(options_.folder + "/" + net + ".logits.npy");
    auto features = ReadArray(options_.folder + "/" + net + ".features.npy");
    if (!logits.ok()) return "err " + logits.status().message();
    if (!features.ok()) return "err " + features.status().message();
    runner.Run();
    std::ostringstream text;
    const Net& network = runner.model.net;
    text << "ok logits="
         << RelativeError(runner.Planes(network.logits), Floats(*logits))
         << " features="
         << RelativeError(runner.Planes(network.features), Floats(*features));
    return text.str();
  }

  static std::string Time(Runner& runner, size_t warm, size_t count) {
    using Clock = std::chrono::steady_clock;
    for (size_t i = 0; i < warm; ++i) runner.Run();
    std::ostringstream text;
    text << "ms";
    for (size_t i = 0; i < count; ++i) {
      const auto begin = Clock::now();
      runner.Run();
      text << " "
           << std::chrono::duration<double, std::milli>(Clock::now() - begin)
                  .count();
    }
    return text.str();
  }

  WorkerOptions options_;
  std::map<std::string, Runner> loaded_;
};

WorkerOptions OptionsOf(int argc, char** argv) {
  WorkerOptions options;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--model-files") options.model_files = true;
    if (i + 1 == argc) break;
    if (flag == "--models") options.folder = argv[++i];
    if (flag == "--threads") {
      options.threads = std::strtoul(argv[++i], nullptr, 10);
    }
  }
  return options;
}

int Serve(int argc, char** argv) {
  const Status target = ApplyTargetFromEnvironment();
  if (!target.ok()) {
    std::fprintf(stderr, "camglass_worker: %s\n", target.message().c_str());
    return 2;
  }
  Worker worker(OptionsOf(argc, argv));
  std::cout << "ready camglass-" << CurrentTarget() << std::endl;
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    std::cout << worker.Answer(line) << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) { return camglass::Serve(argc, argv); }
