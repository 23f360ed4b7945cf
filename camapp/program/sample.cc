#include "camapp/program/sample.h"

#include <filesystem>
#include <system_error>

namespace camglass {

std::string SamplePhoto() {
  namespace fs = std::filesystem;
  constexpr const char* kName = "coffee.jpg";
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside =
      program.parent_path().parent_path() / "share/camglass/samples" / kName;
  if (!error && fs::exists(beside, error)) return beside.string();
  const fs::path installed = fs::path(CAMGLASS_INSTALLED_SAMPLES) / kName;
  if (fs::exists(installed, error)) return installed.string();
  return (fs::path(CAMGLASS_SOURCE_SAMPLES) / kName).string();
}

}  // namespace camglass
