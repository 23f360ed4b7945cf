// A camera's controls: brightness, exposure, focus and so on, by name.
#ifndef CAMGLASS_CAMAPP_CAPTURE_CONTROLS_H_
#define CAMGLASS_CAMAPP_CAPTURE_CONTROLS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "camapp/capture/device.h"
#include "engine/base/status.h"

namespace camglass {

struct MenuItem {
  int32_t value = 0;
  std::string name;
};

struct Control {
  uint32_t id = 0;
  std::string name;  // lower case with underscores: exposure_time_absolute
  int32_t least = 0;
  int32_t greatest = 0;
  int32_t step = 1;
  int32_t initial = 0;  // the driver's default
  int32_t value = 0;
  bool boolean = false;
  bool writable = true;
  bool inactive = false;  // has no effect now, e.g. under automatic exposure
  std::vector<MenuItem> menu;  // empty where it isn't one
};

// All integer, boolean and menu controls with their values.
std::vector<Control> ListControls(const Device& device);

// "brightness=128", or with the text of a menu item, "on"/"off" for a boolean.
struct ControlSetting {
  std::string name;
  std::string value;
};
StatusOr<ControlSetting> ParseControlSetting(const std::string& text);

// Sets controls, remembering what they were.
class ControlGuard {
 public:
  // Fails where there is no such control (lists those that there are), the
  // value is out of range, or the driver refuses.
  Status Set(const Device& device, const ControlSetting& setting);

  // Stops automatic exposure, gain and white balance at their present values,
  // as far as the camera has them: scores then change with the scene only.
  // True where there was anything to stop.
  bool LockExposure(const Device& device);

  // Puts back, in reverse order, what Set and LockExposure changed. A camera
  // that is gone is left alone.
  void Restore(const Device& device);

 private:
  struct Changed {
    uint32_t id;
    int32_t before;
  };
  Status Write(const Device& device, const Control& control, int32_t value);

  std::vector<Changed> changed_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_CONTROLS_H_
