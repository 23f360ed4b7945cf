#include "engine/base/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>

namespace camglass {
namespace {

int OpenNull() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }
bool IsOpen(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

TEST(DescriptorTest, ClosesWhatItOwns) {
  const int fd = OpenNull();
  {
    const Descriptor owner(fd);
    EXPECT_EQ(owner.get(), fd);
    EXPECT_TRUE(IsOpen(fd));
  }
  EXPECT_FALSE(IsOpen(fd));
}

TEST(DescriptorTest, MovesClosingOnce) {
  Descriptor first(OpenNull());
  const int fd = first.get();
  {
    Descriptor second(std::move(first));
    EXPECT_EQ(second.get(), fd);
    Descriptor third;
    third = std::move(second);
    EXPECT_EQ(third.get(), fd);
    EXPECT_TRUE(IsOpen(fd));
  }
  EXPECT_FALSE(IsOpen(fd));
}

TEST(DescriptorTest, ReleasesToTheCaller) {
  int fd;
  {
    Descriptor owner(OpenNull());
    fd = owner.Release();
  }
  EXPECT_TRUE(IsOpen(fd));
  ::close(fd);
}

}  // namespace
}  // namespace camglass
