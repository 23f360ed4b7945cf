// The meaning of a program's exit status, the same in camapp and camtool.
#ifndef CAMGLASS_ENGINE_BASE_EXIT_STATUS_H_
#define CAMGLASS_ENGINE_BASE_EXIT_STATUS_H_

#include "engine/base/status.h"

namespace camglass {

namespace exit_status {
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;  // input, or run time
inline constexpr int kUsage = 2;   // wrong use of the command
// Part of a batch failed, or gave values that are not finite.
inline constexpr int kPartlyFailed = 3;
inline constexpr int kNoCamera = 4;
inline constexpr int kNoPermission = 5;
inline constexpr int kBusy = 6;
inline constexpr int kNoFormat = 7;
inline constexpr int kNoDisplay = 8;
}  // namespace exit_status

// For an error that ends a program: kOk, kUsage or kFailed.
int ExitStatusOf(const Status& status);

// For an error of a camera, which scripts want to tell apart.
int CameraExitStatus(const Status& status);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_EXIT_STATUS_H_
