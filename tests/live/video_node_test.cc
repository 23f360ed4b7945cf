// What VideoNode refuses. What it does with a node that it takes is tested with
// the real v4l2loopback, in tests/guest.
#include "camapp/output/video_node.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace camglass {
namespace {

constexpr Extent kSize = {8, 16};

Status Refusal(const std::string& path) {
  return VideoNode::Open(path, kSize, 30).status();
}

TEST(VideoNode, AMissingNodeNamesTheModule) {
  const Status status = Refusal("/nowhere/video9");
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_NE(status.message().find("v4l2loopback"), std::string::npos);
}

TEST(VideoNode, FilesAndOtherDevicesAreNotWrittenTo) {
  char path[] = "/tmp/camglass_node_XXXXXX";
  const int file = mkstemp(path);
  ASSERT_GE(file, 0);
  EXPECT_EQ(Refusal(path).code(), StatusCode::kUnsupported);
  EXPECT_EQ(lseek(file, 0, SEEK_END), 0);
  close(file);
  unlink(path);
  EXPECT_EQ(Refusal("/tmp").code(), StatusCode::kUnsupported);
  EXPECT_EQ(Refusal("/dev/null").code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace camglass
