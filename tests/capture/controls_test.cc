// Controls by name, their limits, and that they are put back.
#include "camapp/capture/controls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/capture/fake_system.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

class ControlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    FakeCamera camera;
    camera.controls = {
        {V4L2_CID_BRIGHTNESS,
         "Brightness",
         V4L2_CTRL_TYPE_INTEGER,
         -64,
         64,
         5,
         {}},
        {V4L2_CID_AUTO_WHITE_BALANCE,
         "White Balance, Automatic",
         V4L2_CTRL_TYPE_BOOLEAN,
         0,
         1,
         1,
         {}},
        {V4L2_CID_POWER_LINE_FREQUENCY,
         "Power Line Frequency",
         V4L2_CTRL_TYPE_MENU,
         0,
         2,
         1,
         {"Disabled", "50 Hz", "60 Hz"}},
        {V4L2_CID_EXPOSURE_AUTO,
         "Auto Exposure",
         V4L2_CTRL_TYPE_MENU,
         0,
         3,
         3,
         {"", "Manual Mode", "", "Aperture Priority Mode"}},
        {V4L2_CID_EXPOSURE_ABSOLUTE,
         "Exposure Time, Absolute",
         V4L2_CTRL_TYPE_INTEGER,
         3,
         2047,
         250,
         {}},
    };
    system_.Plug(0, camera);
    auto device = Device::Open(system_, "/dev/video0");
    ASSERT_TRUE(device.ok());
    device_ = *std::move(device);
  }
  int32_t Value(uint32_t id) {
    for (const FakeControl& control : system_.At(0).controls)
      if (control.id == id) return control.value;
    return -1;
  }
  Status Set(const std::string& name, const std::string& value) {
    return guard_.Set(*device_, {name, value});
  }

  FakeSystem system_;
  std::unique_ptr<Device> device_;
  ControlGuard guard_;
};

TEST_F(ControlsTest, ListsNamesValuesAndMenus) {
  const std::vector<Control> controls = ListControls(*device_);
  ASSERT_EQ(controls.size(), 5u);
  EXPECT_EQ(controls[0].name, "brightness");
  EXPECT_EQ(controls[0].value, 5);
  EXPECT_EQ(controls[1].name, "white_balance_automatic");
  ASSERT_EQ(controls[2].menu.size(), 3u);
  EXPECT_EQ(controls[2].menu[1].name, "50_hz");
  ASSERT_EQ(controls[3].menu.size(), 2u);  // gaps are left out
  EXPECT_EQ(controls[3].menu[1].value, 3);
}

TEST_F(ControlsTest, SetsByNumberMenuTextAndSwitch) {
  EXPECT_TRUE(Set("brightness", "-20").ok());
  EXPECT_EQ(Value(V4L2_CID_BRIGHTNESS), -20);
  EXPECT_TRUE(Set("power_line_frequency", "60 Hz").ok());
  EXPECT_EQ(Value(V4L2_CID_POWER_LINE_FREQUENCY), 2);
  EXPECT_TRUE(Set("white_balance_automatic", "off").ok());
  EXPECT_EQ(Value(V4L2_CID_AUTO_WHITE_BALANCE), 0);
}

TEST_F(ControlsTest, SaysWhatIsAllowed) {
  EXPECT_THAT(Set("brightness", "65").message(), HasSubstr("-64 to 64"));
  EXPECT_THAT(Set("brightness", "much").message(), HasSubstr("-64 to 64"));
  EXPECT_THAT(Set("auto_exposure", "2").message(),
              HasSubstr("manual_mode, aperture_priority_mode"));
  EXPECT_THAT(Set("zoom", "1").message(), HasSubstr("exposure_time_absolute"));
  EXPECT_EQ(Value(V4L2_CID_BRIGHTNESS), 5);
}

TEST_F(ControlsTest, PutsBackWhatItChanged) {
  ASSERT_TRUE(Set("brightness", "9").ok());
  ASSERT_TRUE(Set("brightness", "10").ok());
  ASSERT_TRUE(Set("exposure_time_absolute", "99").ok());
  guard_.Restore(*device_);
  EXPECT_EQ(Value(V4L2_CID_BRIGHTNESS), 5);
  EXPECT_EQ(Value(V4L2_CID_EXPOSURE_ABSOLUTE), 250);
}

TEST_F(ControlsTest, LocksExposureAndPutsItBack) {
  EXPECT_TRUE(guard_.LockExposure(*device_));
  EXPECT_EQ(Value(V4L2_CID_EXPOSURE_AUTO), V4L2_EXPOSURE_MANUAL);
  EXPECT_EQ(Value(V4L2_CID_AUTO_WHITE_BALANCE), 0);
  EXPECT_EQ(Value(V4L2_CID_EXPOSURE_ABSOLUTE), 250);
  guard_.Restore(*device_);
  EXPECT_EQ(Value(V4L2_CID_EXPOSURE_AUTO), 3);
  EXPECT_EQ(Value(V4L2_CID_AUTO_WHITE_BALANCE), 1);
}

TEST_F(ControlsTest, TellsWhereThereIsNothingToLock) {
  system_.At(0).controls.clear();
  EXPECT_FALSE(guard_.LockExposure(*device_));
}

TEST(ControlSetting, IsNameEqualsValue) {
  const auto setting = ParseControlSetting("gain=3");
  ASSERT_TRUE(setting.ok());
  EXPECT_EQ(setting->name, "gain");
  EXPECT_EQ(setting->value, "3");
  for (const char* bad : {"gain", "=3", "gain=", ""})
    EXPECT_EQ(ParseControlSetting(bad).status().code(), StatusCode::kUsage);
}

}  // namespace
}  // namespace camglass
