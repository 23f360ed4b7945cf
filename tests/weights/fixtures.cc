#include "tests/weights/fixtures.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace camglass {

std::string FixturePath(const std::string& name) {
  return std::string(CAMGLASS_TEST_DATA) + "/" + name;
}

std::vector<std::byte> FixtureBytes(const std::string& name) {
  std::ifstream in(FixturePath(name), std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

FileBytes Fixture(const std::string& name) {
  return FromVector(FixtureBytes(name));
}

std::vector<ExpectedTensor> ExpectedValues(const std::string& name) {
  std::ifstream in(FixturePath(name + ".values"));
  EXPECT_TRUE(in.good()) << name;
  std::vector<ExpectedTensor> expected;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    ExpectedTensor tensor;
    std::string shape;
    std::getline(fields, tensor.name, '\t');
    std::getline(fields, tensor.type, '\t');
    std::getline(fields, shape, '\t');
    std::istringstream sides(shape == "-" ? "" : shape);
    for (std::string side; std::getline(sides, side, ',');)
      tensor.shape.push_back(std::stoul(side));
    for (std::string bits; fields >> bits;)
      tensor.bits.push_back(
          static_cast<uint32_t>(std::stoul(bits, nullptr, 16)));
    expected.push_back(std::move(tensor));
  }
  return expected;
}

std::vector<uint32_t> BitsOf(const CheckpointTensor& tensor) {
  std::vector<uint32_t> bits;
  for (size_t i = 0; i < tensor.size(); ++i)
    bits.push_back(std::bit_cast<uint32_t>(tensor.data[i]));
  return bits;
}

void ExpectSameTensors(const Checkpoint& checkpoint,
                       const std::vector<ExpectedTensor>& expected) {
  std::map<std::string, const CheckpointTensor*> found;
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    found[tensor.name] = &tensor;
  EXPECT_EQ(found.size(), expected.size());
  for (const ExpectedTensor& tensor : expected) {
    SCOPED_TRACE(tensor.name);
    ASSERT_TRUE(found.contains(tensor.name));
    const CheckpointTensor& actual = *found[tensor.name];
    EXPECT_EQ(ElementTypeName(actual.stored_as), tensor.type);
    EXPECT_EQ(actual.shape, tensor.shape);
    EXPECT_EQ(BitsOf(actual), tensor.bits);
  }
}

std::optional<std::string> SharedFolder() {
  const char* set = std::getenv("CAMGLASS_SHARED");
  const std::string folder = set != nullptr ? set : CAMGLASS_SHARED_DEFAULT;
  if (!std::filesystem::exists(folder + "/weights")) return std::nullopt;
  return folder;
}

FileBytes FromText(std::string_view text) {
  std::vector<std::byte> bytes(text.size());
  if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
  return FromVector(std::move(bytes));
}

TemporaryFolder::TemporaryFolder() {
  path_ = std::filesystem::temp_directory_path() / "camglass-test-XXXXXX";
  EXPECT_NE(::mkdtemp(path_.data()), nullptr);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace camglass
