#include "camapp/options.h"

#include <CLI/CLI.hpp>

namespace camglass {
namespace {

CLI::App* AddCommand(CLI::App* app, AppOptions* options, AppCommand command,
                     const std::string& name, const std::string& help,
                     const char* examples) {
  CLI::App* added = app->add_subcommand(name, help);
  added->footer(std::string("Examples:\n") + examples);
  added->add_flag("--json", options->json, "One JSON object");
  added->callback([options, command] { options->command = command; });
  return added;
}

void AddCommands(CLI::App* app, AppOptions* options) {
  AddCommand(app, options, AppCommand::kList, "list",
             "List the cameras, their modes and their stable names",
             "  camapp list\n"
             "  camapp list --json | jq '.cameras[].node'");
  CLI::App* controls =
      AddCommand(app, options, AppCommand::kControls, "controls",
                 "List a camera's controls: brightness, exposure, ...",
                 "  camapp controls\n"
                 "  camapp controls --camera C920 --get brightness");
  controls->add_option("--camera", options->camera, "As in camapp --camera")
      ->type_name("CAMERA");
  controls->add_option("--get", options->control, "Print only this one's value")
      ->type_name("NAME");
  AddCommand(app, options, AppCommand::kDoctor, "doctor",
             "Check cameras, permissions, models and display; say what to do",
             "  camapp doctor\n"
             "  camapp doctor --json | jq '.findings[]'");
  app->require_subcommand(0, 1);
}

}  // namespace

void AddAppOptions(CLI::App* app, AppOptions* options) {
  app->name("camapp");
  app->description(
      "Shows where an image classifier looks: class activation maps over a "
      "camera's picture, videos and photographs.");
  app->set_version_flag("--version", "camapp " CAMGLASS_VERSION);
  app->footer(
      "Examples:\n"
      "  camapp                                    the first camera in a "
      "window; h for help\n"
      "  camapp --pattern --model resnet18\n"
      "  camapp --image dog.jpg --window\n"
      "  camapp --serve                            on a page, for a browser\n"
      "  camapp --serve 192.168.1.5:8080           for a phone nearby, too\n"
      "  camapp --serve 192.168.1.5:8080 --token-file ~/.camglass-token\n"
      "  camapp --headless --out live.mjpeg        the first camera, until "
      "Ctrl-C\n"
      "  camapp --camera C920 --size 1280x720 --headless --json\n"
      "  camapp --headless --pattern --frames 100 --out frames/\n"
      "  camapp --record talk.rec --seconds 10     frames as captured\n"
      "  camapp --headless --video talk.rec --out talk.y4m\n"
      "  camapp --image dog.jpg\n"
      "  camapp --image photos/ --model resnet18 --style viridis\n"
      "  camapp --image dog.jpg --class 'tabby' --out tabby.png");
  app->add_option("--image", options->image,
                  "A picture, a folder of pictures, or - for standard input")
      ->type_name("PICTURE|DIR");
  AddExplainFlags(app, &options->explain);
  AddPictureFlags(app, &options->explain);
  AddOutputFlags(app, &options->outputs);
  AddLiveFlags(app, &options->live);
  AddCommands(app, options);
  // Speed counts where frames keep coming, digits where pictures are studied.
  app->final_callback([app, options] {
    const bool chosen = app->get_option("--resize")->count() > 0;
    if (options->image.empty() && !chosen)
      options->explain.resize = ResizeQuality::kFast;
    for (const CLI::Option* option : app->get_options())
      if (option->count() > 0) options->given.push_back(option->get_name());
    options->live.serves = app->get_option("--serve")->count() > 0;
  });
}

}  // namespace camglass
