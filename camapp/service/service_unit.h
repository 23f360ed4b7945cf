// The text of the unit by which systemd runs camapp.
#ifndef CAMGLASS_CAMAPP_SERVICE_SERVICE_UNIT_H_
#define CAMGLASS_CAMAPP_SERVICE_SERVICE_UNIT_H_

#include <string>
#include <vector>

namespace camglass {

// A word of a command line in a unit file, so that systemd takes it as it is:
// neither variables nor specifiers in it count. No control characters. In the
// first word, the program, there are no variables, so a dollar stays one;
// quotes and backslashes systemd takes in no program's name.
std::string UnitWord(const std::string& word, bool is_program = false);

// A user's unit that runs this command, again where it fails, from login (or,
// for users who linger, from boot) on.
std::string ServiceUnit(const std::vector<std::string>& command);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_SERVICE_SERVICE_UNIT_H_
