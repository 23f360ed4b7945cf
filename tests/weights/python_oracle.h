// Other programs' reading of weight files, by hash_tensors.py.
#ifndef CAMGLASS_TESTS_WEIGHTS_PYTHON_ORACLE_H_
#define CAMGLASS_TESTS_WEIGHTS_PYTHON_ORACLE_H_

#include <map>
#include <optional>
#include <string>

#include "weights/checkpoint.h"

namespace camglass {

// For each tensor's name "SHAPE HASH" of its values as f32.
using TensorHashes = std::map<std::string, std::string>;

// What `python` says of the file; nothing where it lacks the module, which
// tells a test to skip.
std::optional<TensorHashes> HashesByPython(const std::string& python,
                                           const std::string& module,
                                           const std::string& path);

TensorHashes HashesOf(const std::vector<CheckpointTensor>& tensors);

// Debian's Python, and the environment in which tools/test puts what comes from
// PyPI.
std::string SystemPython();
std::string PypiPython();

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_PYTHON_ORACLE_H_
