// A camera in a fake machine, whose log is kept.
#ifndef CAMGLASS_TESTS_CAPTURE_CAMERA_FIXTURE_H_
#define CAMGLASS_TESTS_CAPTURE_CAMERA_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "camapp/capture/camera.h"
#include "tests/capture/fake_system.h"

namespace camglass {

inline constexpr int64_t kMs = 1'000'000;
inline constexpr int64_t kSecond = 1'000 * kMs;

class CameraTest : public ::testing::Test {
 protected:
  // Starts the camera; for tests where that must work.
  void Start(CameraOptions options = {}) {
    auto started = TryStart(options);
    ASSERT_TRUE(started.ok()) << started.status().message();
    camera_ = *std::move(started);
  }
  StatusOr<std::unique_ptr<Camera>> TryStart(const CameraOptions& options) {
    return Camera::Start(system_, options, [this](const std::string& line) {
      log_.push_back(line);
    });
  }
  // Frames taken in that time.
  int Run(int64_t ns) {
    int frames = 0;
    const int64_t end = system_.NowNs() + ns;
    while (system_.NowNs() < end) {
      const uint64_t polls = system_.polls();
      frames += camera_->Next(100, -1, &frame_) ? 1 : 0;
      EXPECT_LE(system_.polls(), polls + 1) << "more than one wait in a call";
    }
    return frames;
  }
  int Logged(const std::string& part) const {
    int count = 0;
    for (const std::string& line : log_)
      count += line.find(part) != std::string::npos ? 1 : 0;
    return count;
  }

  FakeSystem system_;
  std::unique_ptr<Camera> camera_;
  CapturedFrame frame_;
  std::vector<std::string> log_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_CAPTURE_CAMERA_FIXTURE_H_
