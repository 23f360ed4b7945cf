// The tiny weight files of tests/weights/data and the real ones of ../shared.
#ifndef CAMGLASS_TESTS_WEIGHTS_FIXTURES_H_
#define CAMGLASS_TESTS_WEIGHTS_FIXTURES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_bytes.h"
#include "weights/checkpoint.h"

namespace camglass {

// A file of tests/weights/data, in memory.
std::vector<std::byte> FixtureBytes(const std::string& name);
FileBytes Fixture(const std::string& name);
std::string FixturePath(const std::string& name);

// NAME.values, which the format's own library wrote (make_fixtures.py).
struct ExpectedTensor {
  std::string name;
  std::string type;
  std::vector<size_t> shape;
  std::vector<uint32_t> bits;  // of the values as f32
};
std::vector<ExpectedTensor> ExpectedValues(const std::string& name);

// Every tensor of one in the other, of the same type, shape and bits.
void ExpectSameTensors(const Checkpoint& checkpoint,
                       const std::vector<ExpectedTensor>& expected);

// Where ../shared is, if it is there.
std::optional<std::string> SharedFolder();

FileBytes FromText(std::string_view text);

// The bits of a tensor's values.
std::vector<uint32_t> BitsOf(const CheckpointTensor& tensor);

// A folder of its own that goes away with this object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_FIXTURES_H_
