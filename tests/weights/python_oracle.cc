#include "tests/weights/python_oracle.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "engine/base/sha256.h"

namespace camglass {
namespace {

// What the command prints; nothing where it fails.
std::optional<std::string> OutputOf(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) return std::nullopt;
  std::string output;
  char piece[4096];
  while (const size_t got = std::fread(piece, 1, sizeof piece, pipe))
    output.append(piece, got);
  if (::pclose(pipe) != 0) return std::nullopt;
  return output;
}

std::string ShapeOf(const std::vector<size_t>& shape) {
  std::string text;
  for (size_t side : shape)
    text += (text.empty() ? "" : ",") + std::to_string(side);
  return text.empty() ? "-" : text;
}

}  // namespace

std::optional<TensorHashes> HashesByPython(const std::string& python,
                                           const std::string& module,
                                           const std::string& path) {
  const std::string quiet = " 2>/dev/null";
  if (!OutputOf("'" + python + "' -c 'import " + module + "'" + quiet))
    return std::nullopt;
  const auto output =
      OutputOf("'" + python +
               "' '" CAMGLASS_WEIGHTS_TESTS "/hash_tensors.py' '" + path + "'");
  TensorHashes hashes;
  std::istringstream lines(output.value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const size_t tab = line.find('\t');
    const size_t second = line.find('\t', tab + 1);
    hashes[line.substr(0, tab)] =
        line.substr(tab + 1, second - tab - 1) + " " + line.substr(second + 1);
  }
  return hashes;
}

TensorHashes HashesOf(const std::vector<CheckpointTensor>& tensors) {
  TensorHashes hashes;
  for (const CheckpointTensor& tensor : tensors)
    hashes[tensor.name] =
        ShapeOf(tensor.shape) + " " +
        Sha256Of(std::as_bytes(std::span(tensor.data, tensor.size())));
  return hashes;
}

std::string SystemPython() { return CAMGLASS_SYSTEM_PYTHON; }

std::string PypiPython() {
  const char* set = std::getenv("CAMGLASS_PYPI_PYTHON");
  return set != nullptr ? set : CAMGLASS_PYPI_PYTHON_DEFAULT;
}

}  // namespace camglass
