// Pickles as texts, and what the machine makes of them.
#ifndef CAMGLASS_TESTS_WEIGHTS_PICKLE_TEXT_H_
#define CAMGLASS_TESTS_WEIGHTS_PICKLE_TEXT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "tests/weights/byte_builder.h"
#include "tests/weights/fixtures.h"
#include "weights/torch/pickle_machine.h"

namespace camglass {

// Pickles are written as CPython's pickletools names their opcodes.
inline const std::string kProto = "\x80\x02";

inline StatusOr<Pickle> Read(const std::string& program) {
  return ReadPickle(FromText(kProto + program).bytes);
}

inline std::string Error(const std::string& program) {
  return Read(program).status().message();
}

inline std::string Unicode(const std::string& text) {
  return ByteBuilder()
      .Text("X")
      .Add<uint32_t>(static_cast<uint32_t>(text.size()))
      .Text(text)
      .str();
}

inline std::string Global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}

// A storage of `count` floats under the key "0".
inline std::string Storage(const std::string& count = "K\x04") {
  return "(" + Unicode("storage") + Global("torch", "FloatStorage") +
         Unicode("0") + Unicode("cpu") + count + "tQ";
}

inline std::string PickledTensor(const std::string& storage,
                                 const std::string& offset,
                                 const std::string& shape,
                                 const std::string& stride) {
  return Global("torch._utils", "_rebuild_tensor_v2") + "(" + storage + offset +
         shape + stride + "\x89" + Global("collections", "OrderedDict") +
         ")RtR";
}

struct Refusal {
  std::string program;
  const char* error;
};

inline void ExpectRefusals(std::initializer_list<Refusal> refusals) {
  for (const Refusal& refusal : refusals)
    EXPECT_THAT(Error(refusal.program), ::testing::HasSubstr(refusal.error))
        << refusal.program;
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_PICKLE_TEXT_H_
