// What a worker reads from its folder of models.
#ifndef CAMGLASS_BENCH_PEERS_WORKER_FILES_H_
#define CAMGLASS_BENCH_PEERS_WORKER_FILES_H_

#include <string>
#include <vector>

#include "bench/peers/worker.h"
#include "engine/base/status.h"
#include "weights/load_model.h"

namespace camglass {

// NET.onnx, or NET.safetensors where the options ask for model files.
StatusOr<LoadedModel> ReadNet(const std::string& net,
                              const WorkerOptions& options);

// input.npy. Fails where it is not f32 [1, 3, h, w].
StatusOr<Image> ReadImage(const WorkerOptions& options);

// The numbers of NAME.npy. Fails where they are not f32.
StatusOr<std::vector<float>> ReadExpected(const std::string& name,
                                          const WorkerOptions& options);

// The largest difference by the largest wanted value; infinite where the sizes
// differ or a number got is not finite.
double RelativeError(const std::vector<float>& got,
                     const std::vector<float>& want);

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_WORKER_FILES_H_
