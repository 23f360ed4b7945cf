#include "camapp/options.h"

#include <CLI/CLI.hpp>

namespace camglass {
namespace {

CLI::App* AddCommand(CLI::App* app, AppOptions* options, AppCommand command,
                     const std::string& name, const std::string& help,
                     const char* examples) {
  CLI::App* added = app->add_subcommand(name, help);
  added->footer(std::string("Examples:\n") + examples);
  added->callback([options, command] { options->command = command; });
  return added;
}

void AddJson(CLI::App* command, AppOptions* options) {
  command->add_flag("--json", options->json, "One JSON object");
}

void AddServiceCommand(CLI::App* app, AppOptions* options) {
  CLI::App* service =
      AddCommand(app, options, AppCommand::kService, "service",
                 "Serve the page from login on, as a service of your systemd",
                 "  camapp service install\n"
                 "  camapp service install --camera C920 --model resnet18\n"
                 "  camapp service remove");
  service
      ->add_option_function<std::string>(
          "ACTION",
          [options](const std::string& action) {
            options->installs = action == "install";
          },
          "install: write camapp.service and the page's token, and start it, "
          "for this machine's browsers only; remove: stop it and remove both")
      ->check(CLI::IsMember({"install", "remove"}).description(""))
      ->type_name("install|remove")
      ->required();
  ServiceOptions* how = &options->service;
  service->add_option("--camera", how->camera, "As in camapp --camera")
      ->type_name("CAMERA");
  service->add_option("--model", how->model, "As in camapp --model")
      ->type_name("FILE|NAME");
  service->add_option("--port", how->port, "The page's port; default 8080")
      ->check(CLI::Range(1024, 65535).description(""))
      ->type_name("N:1024 to 65535");
}

void AddCommands(CLI::App* app, AppOptions* options) {
  AddJson(AddCommand(app, options, AppCommand::kList, "list",
                     "List the cameras, their modes and their stable names",
                     "  camapp list\n"
                     "  camapp list --json | jq '.cameras[].node'"),
          options);
  CLI::App* controls =
      AddCommand(app, options, AppCommand::kControls, "controls",
                 "List a camera's controls: brightness, exposure, ...",
                 "  camapp controls\n"
                 "  camapp controls --camera C920 --get brightness");
  AddJson(controls, options);
  controls->add_option("--camera", options->camera, "As in camapp --camera")
      ->type_name("CAMERA");
  controls->add_option("--get", options->control, "Print only this one's value")
      ->type_name("NAME");
  AddJson(AddCommand(
              app, options, AppCommand::kDoctor, "doctor",
              "Check cameras, permissions, models and display; say what to do",
              "  camapp doctor\n"
              "  camapp doctor --json | jq '.findings[]'"),
          options);
  AddServiceCommand(app, options);
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
