// camtool run: where a network looks in pictures.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "camapp/cam/folder_pictures.h"
#include "camapp/cam/picture_batch.h"
#include "engine/base/console.h"
#include "engine/runtime/cpu.h"
#include "tools/command.h"

namespace camglass {
namespace {

constexpr const char* kExamples =
    "  camtool run dog.jpg\n"
    "  camtool run photos/ --json\n"
    "  camtool run dog.jpg --model resnet18 --class tabby --out tabby.png\n"
    "  camtool run *.jpg --json --quiet > results.jsonl\n"
    "  camtool run dog.jpg --overlay dog.overlay.png --style viridis\n"
    "  camtool run dog.jpg --map dog.npy --logits logits.npy";

int Run(PictureBatch batch) {
  const Status target = ApplyTargetFromEnvironment();
  if (!target.ok()) return Fail(target);
  StatusOr<NamedPictures> named = PicturesOf(batch.pictures);
  if (!named.ok()) return Fail(named.status());
  if (!batch.outputs.quiet)
    for (const std::string& line : named->left_out)
      PrintError("camtool: %s\n", line);
  batch.pictures = std::move(named->pictures);
  return RunPictureBatch(batch);
}

}  // namespace

void AddRunCommand(CLI::App& app, int* status) {
  auto batch = std::make_shared<PictureBatch>();
  batch->program = "camtool";
  CLI::App* command = NewCommand(
      app, "run", "Show where a network looks in pictures", kExamples);
  command
      ->add_option(
          "PICTURE", batch->pictures,
          "JPEG, PNG, WebP, BMP, PPM or PGM files, or folders of them; - is "
          "standard input")
      ->required();
  AddExplainFlags(command, &batch->explain);
  AddPictureFlags(command, &batch->explain);
  AddOutputFlags(command, &batch->outputs);
  command->callback([batch, status] { *status = Run(*batch); });
}

}  // namespace camglass
