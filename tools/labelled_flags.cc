#include "tools/labelled_flags.h"

#include <CLI/CLI.hpp>
#include <map>
#include <span>

#include "camapp/cam/flag_values.h"
#include "engine/base/console.h"
#include "engine/base/file_bytes.h"
#include "engine/base/sha256.h"
#include "engine/runtime/cpu.h"
#include "tools/audit/evaluate.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

void AddModelFlags(CLI::App* command, ExplainFlags* explain) {
  command
      ->add_option("--model", explain->model,
                   "Model file, or a name that `camtool models` lists")
      ->type_name("FILE|NAME")
      ->capture_default_str();
  command
      ->add_option("--resize-rule", explain->resize_rule,
                   "short: whole frame, shortest side = input size; rows: its "
                   "height; crop: the framework's evaluation crop. Default: as "
                   "the model's head was trained, else short")
      ->transform(OneOf(ResizeRules()))
      ->type_name("crop|rows|short");
  command
      ->add_option("--threads", explain->threads,
                   "Threads of the engine; default: this process's physical "
                   "cores")
      ->check(Between<size_t>(1, kMaxThreads))
      ->type_name("N");
  command->add_flag("--no-exif", explain->no_exif,
                    "Leave pictures as stored, whatever EXIF says");
}

}  // namespace

void AddLabelledRunFlags(CLI::App* command, const std::string& out_help,
                         LabelledFlags* flags) {
  command
      ->add_option(
          "--labels", flags->labels,
          "A CSV or TSV file of lines FILE,CLASS[,X,Y,W,H] instead of a folder")
      ->type_name("FILE");
  AddModelFlags(command, &flags->explain);
  command->add_option("--out", flags->out, out_help)->type_name("DIR");
  command->add_flag("--resume", flags->resume,
                    "Go on with the run that --out DIR is of");
  command->add_flag("--force", flags->force,
                    "Replace the records in --out DIR");
  command->add_flag("--quiet", flags->quiet, "Print nothing but errors");
}

void AddLabelledFlags(CLI::App* command, const std::string& out_help,
                      LabelledFlags* flags) {
  command->add_option("DIR", flags->folder,
                      "A folder with one sub-folder of pictures per class");
  AddLabelledRunFlags(command, out_help, flags);
  command
      ->add_option("--shard", flags->shard,
                   "Only this part of the pictures: number I of N")
      ->type_name("I/N");
}

Status CheckLabelledFlags(const LabelledFlags& flags) {
  if (flags.folder.empty() && flags.labels.empty())
    return UsageError("give a folder of pictures or --labels FILE");
  if (!flags.folder.empty() && !flags.labels.empty())
    return UsageError("give a folder or --labels FILE, not both");
  if (flags.force && flags.resume)
    return UsageError("--force begins again and --resume goes on; give one");
  return ParseShard(flags.shard).status();
}

StatusOr<LabelledSet> ReadSet(const LabelledFlags& flags) {
  StatusOr<LabelledSet> set = flags.labels.empty()
                                  ? ReadPictureTree(flags.folder)
                                  : ReadLabelFile(flags.labels);
  if (set.ok() && !flags.quiet)
    for (const std::string& note : set->notes)
      PrintError("camtool: %s\n", note);
  return set;
}

StatusOr<std::string> ModelSha256(const LabelledFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.explain.model, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes model, MapFile(path));
  return Sha256Of(model.bytes);
}

std::string PicturesSha256(const std::vector<LabelledPicture>& pictures) {
  Sha256 names;
  for (const LabelledPicture& picture : pictures) {
    const std::string line =
        picture.name + '\0' + std::to_string(picture.label) + '\n';
    names.Add(std::as_bytes(std::span(line)));
  }
  return names.Finish();
}

}  // namespace camglass
