#include "engine/base/exit_status.h"

namespace camglass {

int ExitStatusOf(const Status& status) {
  if (status.ok()) return exit_status::kOk;
  return status.code() == StatusCode::kUsage ? exit_status::kUsage
                                             : exit_status::kFailed;
}

int CameraExitStatus(const Status& status) {
  switch (status.code()) {
    case StatusCode::kOk:
      return exit_status::kOk;
    case StatusCode::kUsage:
      return exit_status::kUsage;
    case StatusCode::kNotFound:
    case StatusCode::kUnavailable:
      return exit_status::kNoCamera;
    case StatusCode::kPermissionDenied:
      return exit_status::kNoPermission;
    case StatusCode::kBusy:
      return exit_status::kBusy;
    case StatusCode::kUnsupported:
      return exit_status::kNoFormat;
    default:
      return exit_status::kFailed;
  }
}

}  // namespace camglass
