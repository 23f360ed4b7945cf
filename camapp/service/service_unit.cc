#include "camapp/service/service_unit.h"

#include "engine/base/exit_status.h"

namespace camglass {

std::string UnitWord(const std::string& word, bool is_program) {
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '%' || (c == '$' && !is_program)) quoted += c;
    quoted += c;
  }
  return quoted + '"';
}

std::string ServiceUnit(const std::vector<std::string>& command) {
  std::string line;
  for (const std::string& word : command)
    line += (line.empty() ? "" : " ") + UnitWord(word, line.empty());
  return "# Written by camapp service install.\n"
         "[Unit]\n"
         "Description=camapp: where a network looks, on a page for browsers\n"
         "Documentation=man:camapp(1)\n"
         "\n"
         "[Service]\n"
         "ExecStart=" +
         line +
         "\n"
         "Restart=on-failure\n"
         "RestartSec=5\n"
         // A wrong command line stays wrong.
         "RestartPreventExitStatus=" +
         std::to_string(exit_status::kUsage) +
         "\n"
         "NoNewPrivileges=yes\n"
         "\n"
         "[Install]\n"
         "WantedBy=default.target\n";
}

}  // namespace camglass
