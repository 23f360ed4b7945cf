#include "engine/base/exit_status.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

TEST(ExitStatusTest, OfErrors) {
  EXPECT_EQ(ExitStatusOf(Status()), 0);
  EXPECT_EQ(ExitStatusOf(InvalidInput("x")), 1);
  EXPECT_EQ(ExitStatusOf(Busy("x")), 1);
  EXPECT_EQ(ExitStatusOf(UsageError("x")), 2);
}

// The README's table of exit statuses.
TEST(ExitStatusTest, OfCameras) {
  EXPECT_EQ(CameraExitStatus(Status()), 0);
  EXPECT_EQ(CameraExitStatus(IoError("x")), 1);
  EXPECT_EQ(CameraExitStatus(UsageError("x")), 2);
  EXPECT_EQ(CameraExitStatus(NotFound("x")), 4);
  EXPECT_EQ(CameraExitStatus(Unavailable("x")), 4);
  EXPECT_EQ(CameraExitStatus(PermissionDenied("x")), 5);
  EXPECT_EQ(CameraExitStatus(Busy("x")), 6);
  EXPECT_EQ(CameraExitStatus(Unsupported("x")), 7);
}

}  // namespace
}  // namespace camglass
