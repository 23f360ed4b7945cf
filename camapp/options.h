// The command line of camapp.
#ifndef CAMGLASS_CAMAPP_OPTIONS_H_
#define CAMGLASS_CAMAPP_OPTIONS_H_

#include <string>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/picture_batch.h"
#include "camapp/live/live_options.h"
#include "camapp/service/user_service.h"

namespace CLI {
class App;
}

namespace camglass {

enum class AppCommand { kShow, kList, kControls, kDoctor, kService };

struct AppOptions {
  AppCommand command = AppCommand::kShow;

  // Of the program, not of a command: options by name, as typed ("--frames").
  std::vector<std::string> given;

  // kShow
  std::string image;  // a picture, a folder of pictures, or "-"; may be empty
  ExplainFlags explain;
  OutputFlags outputs;
  LiveFlags live;

  // The other commands
  bool json = false;
  std::string camera;
  std::string control;    // the one whose value is asked for
  bool installs = false;  // the service, else it is removed
  ServiceOptions service;
};

// *options must outlive the parsing.
void AddAppOptions(CLI::App* app, AppOptions* options);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OPTIONS_H_
