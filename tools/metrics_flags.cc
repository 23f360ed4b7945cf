#include "tools/metrics_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <sstream>

#include "camapp/cam/flag_values.h"

namespace camglass {
namespace {

// Comma-separated words, each one of `known`.
StatusOr<std::set<std::string>> WordsOf(const std::string& flag,
                                        const std::string& text,
                                        const std::set<std::string>& known) {
  std::set<std::string> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, ',');) {
    if (known.count(word) == 0) {
      std::string list;
      for (const std::string& one : known)
        list += (list.empty() ? "" : ", ") + one;
      return UsageError(flag + ": '" + word + "' is not one of " + list +
                        "; give some of them, separated by commas");
    }
    words.insert(word);
  }
  return words;
}

Status ReadMeasures(MetricsFlags* flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto words,
                            WordsOf("--measures", flags->measures,
                                    {"curves", "drop", "road", "boxes"}));
  if (words.empty()) return UsageError("--measures needs a word");
  flags->choice.curves = words.count("curves") > 0;
  flags->choice.drop = words.count("drop") > 0;
  flags->choice.road = words.count("road") > 0;
  flags->choice.boxes = words.count("boxes") > 0;
  return Status();
}

Status ReadMaps(MetricsFlags* flags) {
  CAMGLASS_ASSIGN_OR_RETURN(
      const auto words, WordsOf("--maps", flags->maps,
                                {"cam", "random", "occlusion", "score-cam"}));
  if (words.empty()) return UsageError("--maps needs a word");
  flags->choice.cam = words.count("cam") > 0;
  flags->choice.random = words.count("random") > 0;
  flags->choice.occlusion = words.count("occlusion") > 0;
  flags->choice.score_cam = words.count("score-cam") > 0;
  flags->choice.seed = flags->align != JudgedAlign::kReceptive;
  flags->choice.receptive = flags->align != JudgedAlign::kSeed;
  if (flags->align != JudgedAlign::kBoth && !flags->choice.cam)
    return UsageError("--align is for the map cam, which --maps leaves out");
  return Status();
}

Status ReadChecks(MetricsFlags* flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto words, WordsOf("--checks", flags->checks,
                                                      {"weights", "labels"}));
  flags->checks_weights = words.count("weights") > 0;
  flags->checks_labels = words.count("labels") > 0;
  return Status();
}

void AddChoiceFlags(CLI::App* command, MetricsFlags* flags) {
  command
      ->add_option("--measures", flags->measures,
                   "curves: insertion and deletion; drop: average drop and "
                   "increase; road: ROAD; boxes: pointing game, energy in the "
                   "box and MaxBoxAcc, for pictures with boxes")
      ->type_name("WORD,...")
      ->capture_default_str();
  command
      ->add_option("--maps", flags->maps,
                   "cam: the class map; random: one drawn at random, the "
                   "floor; without the head's weights: occlusion (some 100 "
                   "inferences per picture), score-cam (one per channel)")
      ->type_name("WORD,...")
      ->capture_default_str();
  AddChoice(command, "--align", &flags->align,
            {{"both", JudgedAlign::kBoth},
             {"seed", JudgedAlign::kSeed},
             {"receptive", JudgedAlign::kReceptive}},
            "Whether cam's cells are stretched over the picture (seed) or "
            "where they look (receptive); default: both, side by side");
  command
      ->add_option("--checks", flags->checks,
                   "Sanity checks. weights: against networks whose weights "
                   "are shuffled; labels: a head of shuffled labels against "
                   "one of true ones")
      ->type_name("WORD,...");
}

void AddNumberFlags(CLI::App* command, MetricsFlags* flags) {
  MetricsChoice* choice = &flags->choice;
  command
      ->add_option("--steps", choice->steps, "Steps of insertion and deletion")
      ->check(Between<size_t>(1, 10'000))
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option("--tolerance", choice->tolerance,
                   "Pixels of the picture by which the pointing game may miss")
      ->check(Between<double>(0, 10'000))
      ->type_name("PIXELS")
      ->capture_default_str();
  command
      ->add_option("--seed", choice->random_seed,
                   "Another draw of what is random")
      ->check(Between(uint64_t{0}, std::numeric_limits<uint64_t>::max()))
      ->type_name("S");
}

}  // namespace

void AddMetricsFlags(CLI::App* command, MetricsFlags* flags) {
  command->add_option("PICTURES", flags->pictures,
                      "Pictures, folders of pictures, or a folder with one "
                      "sub-folder of pictures per class");
  AddLabelledRunFlags(
      command, "Folder for the records, metrics.csv and summary.json", flags);
  AddChoiceFlags(command, flags);
  AddNumberFlags(command, flags);
  command->add_flag("--json", flags->json, "One JSON object");
}

Status CheckMetricsFlags(MetricsFlags* flags) {
  if (flags->pictures.empty() == flags->labels.empty())
    return UsageError(
        "give pictures, a folder of them, or --labels FILE, one of the three");
  if (flags->force && flags->resume)
    return UsageError("--force begins again and --resume goes on; give one");
  if ((flags->resume || flags->force) && flags->out.empty())
    return UsageError(
        "--resume and --force are for --out DIR, which is not given");
  if (flags->quiet && !flags->json && flags->out.empty())
    return UsageError(
        "--quiet leaves nothing to see; give --json or --out DIR too");
  if (std::count(flags->pictures.begin(), flags->pictures.end(), "-") > 0)
    return UsageError("standard input can't be read twice; name a file");
  CAMGLASS_RETURN_IF_ERROR(ReadMeasures(flags));
  CAMGLASS_RETURN_IF_ERROR(ReadMaps(flags));
  return ReadChecks(flags);
}

}  // namespace camglass
