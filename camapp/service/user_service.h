// camapp service: the page as a service of the user's own systemd, for a small
// machine with a camera and without a screen.
#ifndef CAMGLASS_CAMAPP_SERVICE_USER_SERVICE_H_
#define CAMGLASS_CAMAPP_SERVICE_USER_SERVICE_H_

#include <cstdint>
#include <string>

#include "engine/base/status.h"

namespace camglass {

struct ServiceOptions {
  std::string camera;  // as in --camera; empty: the first that works
  std::string model;   // as in --model; empty: the default
  int port = 8080;     // on loopback
};

// Both change $XDG_CONFIG_HOME (by default ~/.config): systemd/user/
// camapp.service and camglass/page-token, which only the user may read. Both
// print what they did.

// Writes the unit, in place of an older one of its own, and a token where there
// is none; then starts the service with `systemctl --user`. Where systemd does
// not answer, the files are there all the same, and the error says so. A unit
// of that name that camapp has not written stays, with an error.
Status InstallService(const ServiceOptions& options);

// Stops the service and removes both files. Not an error where there is none;
// one where systemd doesn't answer: the files go, and what runs may go on.
Status RemoveService();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_SERVICE_USER_SERVICE_H_
