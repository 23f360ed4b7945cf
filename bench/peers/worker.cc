#include "bench/peers/worker.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>
#include <utility>

#include "bench/peers/worker_files.h"

namespace camglass {
namespace {

class Worker {
 public:
  Worker(WorkerOptions options, Engine engine)
      : options_(std::move(options)), engine_(std::move(engine)) {}

  std::string Answer(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    std::string net;
    size_t warm = 0;
    size_t count = 0;
    words >> verb >> net >> warm >> count;
    auto inference = Get(net);
    if (!inference.ok()) return "err " + inference.status().message();
    if (verb == "check") return Check(net, **inference);
    if (verb == "run") return Time(**inference, warm, count);
    return "err unknown command " + verb;
  }

 private:
  StatusOr<Inference*> Get(const std::string& net) {
    auto found = loaded_.find(net);
    if (found == loaded_.end()) {
      CAMGLASS_ASSIGN_OR_RETURN(LoadedModel model, ReadNet(net, options_));
      CAMGLASS_ASSIGN_OR_RETURN(const Image image, ReadImage(options_));
      CAMGLASS_ASSIGN_OR_RETURN(auto inference,
                                engine_(std::move(model), image, options_));
      found = loaded_.emplace(net, std::move(inference)).first;
    }
    return found->second.get();
  }

  std::string Check(const std::string& net, Inference& inference) const {
    const auto logits = ReadExpected(net + ".logits", options_);
    const auto features = ReadExpected(net + ".features", options_);
    if (!logits.ok()) return "err " + logits.status().message();
    if (!features.ok()) return "err " + features.status().message();
    inference.Run();
    std::ostringstream text;
    text << "ok logits=" << RelativeError(inference.Logits(), *logits)
         << " features=" << RelativeError(inference.Features(), *features);
    return text.str();
  }

  static std::string Time(Inference& inference, size_t warm, size_t count) {
    using Clock = std::chrono::steady_clock;
    for (size_t i = 0; i < warm; ++i) inference.Run();
    std::ostringstream text;
    text << "ms";
    for (size_t i = 0; i < count; ++i) {
      const auto begin = Clock::now();
      inference.Run();
      text << " "
           << std::chrono::duration<double, std::milli>(Clock::now() - begin)
                  .count();
    }
    return text.str();
  }

  WorkerOptions options_;
  Engine engine_;
  std::map<std::string, std::unique_ptr<Inference>> loaded_;
};

}  // namespace

WorkerOptions OptionsOf(int argc, char** argv) {
  WorkerOptions options;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--model-files") options.model_files = true;
    if (i + 1 == argc) break;
    if (flag == "--precision" && std::string(argv[i + 1]) == "f16") {
      options.precision = Precision::kF16;
    }
    if (flag == "--models") options.folder = argv[++i];
    if (flag == "--threads") {
      options.threads = std::strtoul(argv[++i], nullptr, 10);
    }
  }
  return options;
}

void Serve(const std::string& name, const WorkerOptions& options,
           const Engine& engine) {
  Worker worker(options, engine);
  std::cout << "ready " << name << std::endl;
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    std::cout << worker.Answer(line) << std::endl;
  }
}

}  // namespace camglass
