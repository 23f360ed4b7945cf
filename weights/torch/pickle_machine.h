// Reads a pickle without running it.
//
// Pickle is a program for a stack machine. This one knows only the opcodes that
// build plain data and tensors, checks the type of every operand, and never
// calls anything: a known global followed by REDUCE becomes a description. An
// unknown global, opcode or persistent id is an error. Source: the opcode table
// of CPython's Lib/pickletools.py.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_MACHINE_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_MACHINE_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/torch/pickle_value.h"

namespace camglass {

struct Pickle {
  PickleHeap heap;
  PickleRef root = 0;
  size_t bytes = 0;  // from the start to the end of STOP
  // Names of the classes and functions whose values are ignored, each once:
  // "argparse.Namespace", ... No more than limits::kMaxInertNames.
  std::vector<std::string> inert;
  std::string module_class;  // the first of a layer or network; else empty
};

StatusOr<Pickle> ReadPickle(std::span<const std::byte> bytes);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_MACHINE_H_
