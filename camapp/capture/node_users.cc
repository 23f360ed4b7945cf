#include "camapp/capture/node_users.h"

#include <unistd.h>

#include <algorithm>
#include <vector>

namespace camglass {
namespace {

bool IsNumber(const std::string& text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

bool HasOpen(SystemCalls& system, const std::string& process,
             const std::string& device) {
  const std::string folder = "/proc/" + process + "/fd";
  std::vector<std::string> descriptors;
  if (system.ListFolder(folder, &descriptors) < 0) return false;
  return std::any_of(
      descriptors.begin(), descriptors.end(), [&](const std::string& fd) {
        std::string target;
        return system.ReadLink(folder + "/" + fd, &target) >= 0 &&
               target == device;
      });
}

std::string NameOf(SystemCalls& system, const std::string& process) {
  std::string name;
  if (system.ReadTextFile("/proc/" + process + "/comm", &name) < 0) return "?";
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

}  // namespace

std::string ProgramUsing(SystemCalls& system, const std::string& node) {
  std::string device = node;
  system.RealPath(node, &device);
  std::vector<std::string> processes;
  if (system.ListFolder("/proc", &processes) < 0) return "";
  const std::string self = std::to_string(getpid());
  for (const std::string& process : processes) {
    if (!IsNumber(process) || process == self) continue;
    if (HasOpen(system, process, device))
      return NameOf(system, process) + " (process " + process + ")";
  }
  return "";
}

}  // namespace camglass
