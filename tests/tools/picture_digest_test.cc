#include "tools/audit/picture_digest.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace camglass {
namespace {

class PictureDigestTest : public ::testing::Test {
 protected:
  PictureDigestTest() { std::filesystem::create_directory(folder_); }
  ~PictureDigestTest() override { std::filesystem::remove_all(folder_); }
  LabelledPicture Make(const std::string& name, const std::string& content,
                       size_t label) {
    std::ofstream(folder_ + name) << content;
    return {folder_ + name, name, label};
  }

 private:
  const std::string folder_ =
      testing::TempDir() + "camglass_digest." + std::to_string(getpid()) + "/";
};

TEST_F(PictureDigestTest, ChangesWithWhateverARecordDependsOn) {
  const std::vector<LabelledPicture> set = {Make("a", "one", 0),
                                            Make("b", "two", 1)};
  std::set<std::string> digests = {DigestOf(set, 1)};
  const auto expect_new = [&](const std::vector<LabelledPicture>& changed) {
    EXPECT_TRUE(digests.insert(DigestOf(changed, 1)).second);
  };
  expect_new({});
  expect_new({set[0]});
  expect_new({set[1], set[0]});
  expect_new({Make("a", "one", 1), set[1]});
  expect_new({set[0], {set[1].path, "c", 1}});
  expect_new({set[0], {set[1].path + ".none", "b", 1}});
  expect_new({Make("a", "On", 0), set[1]});
  Make("a", "one", 0);  // the same content at another time
  for (const size_t threads : {1, 2, 5})
    EXPECT_FALSE(digests.insert(DigestOf(set, threads)).second) << threads;
}

TEST_F(PictureDigestTest, OfPartsIsThatOfTheWhole) {
  const std::vector<LabelledPicture> set = {
      Make("a", "one", 0), Make("b", "two", 1), Make("c", "three", 0)};
  const std::string whole = PartDigestOf(set, 2);
  EXPECT_TRUE(IsDigest(whole));
  const std::string first = PartDigestOf({set[2], set[0]}, 1);
  const std::string second = PartDigestOf({set[1]}, 1);
  EXPECT_EQ(SumOfDigests(first, second), whole);
  EXPECT_EQ(SumOfDigests(second, first), whole);
  EXPECT_EQ(SumOfDigests(whole, PartDigestOf({}, 1)), whole);
  EXPECT_NE(PartDigestOf({set[0], Make("b", "Two", 1), set[2]}, 1), whole);
  const std::string most(64, 'f');
  EXPECT_EQ(SumOfDigests(most, most), std::string(63, 'f') + "e");
  EXPECT_FALSE(IsDigest(most + "f"));
  EXPECT_FALSE(IsDigest(std::string(64, 'F')));
}

}  // namespace
}  // namespace camglass
