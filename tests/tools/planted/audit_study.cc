// The audit's study: planted sets by the dozen, a line each.
//   audit_study MODEL.safetensors FOLDER KIND SEEDS [BIAS [CLASSES [FIRST]]]
// KIND: colour, texture, frame, mark, none, decoy. FOLDER is for the pictures
// and must be empty. Sets whose bias was not learned are left out and the next
// seed is drawn.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "engine/base/stopwatch.h"
#include "tests/tools/planted/planted_audit.h"

namespace camglass {
namespace {

struct Study {
  std::string kind;
  PlantedOptions options;
  size_t wanted = 0;   // sets
  uint64_t first = 1;  // seed

  bool planted() const {
    return options.plant != Plant::kNone && !options.decoy;
  }
};

struct Tally {
  size_t done = 0;
  size_t right = 0;
  size_t owners = 0;
  size_t findings = 0;
};

// None where the arguments are not those of the head of this file.
std::optional<Study> ParseStudy(int argc, char** argv) {
  const std::map<std::string, Plant> kinds = {
      {"colour", Plant::kColour}, {"texture", Plant::kTexture},
      {"frame", Plant::kFrame},   {"mark", Plant::kMark},
      {"none", Plant::kNone},     {"decoy", Plant::kColour}};
  if (argc < 5 || kinds.count(argv[3]) == 0) return std::nullopt;
  Study study;
  study.kind = argv[3];
  study.wanted = std::strtoul(argv[4], nullptr, 10);
  study.options.plant = kinds.at(study.kind);
  study.options.decoy = study.kind == "decoy";
  study.options.bias = argc > 5 ? std::atof(argv[5]) : 1;
  study.options.classes = argc > 6 ? std::strtoul(argv[6], nullptr, 10) : 2;
  if (argc > 7) study.first = std::strtoul(argv[7], nullptr, 10);
  return study;
}

bool IsLearned(const Study& study, const PlantedOutcome& outcome) {
  return !study.planted() || outcome.learned >= kLearned;
}

bool IsRight(const PlantedOutcome& outcome) {
  return outcome.kind_right && outcome.place_right;
}

const char* VerdictOn(const Study& study, const PlantedOutcome& outcome) {
  if (!IsLearned(study, outcome)) return "not learned";
  if (!study.planted()) return outcome.found.empty() ? "silent" : "ALARM";
  return IsRight(outcome) ? "found" : "MISSED";
}

void PrintSet(const Study& study, const PlantedSet& set,
              const PlantedOutcome& outcome, double seconds) {
  const bool wrong_owner = IsRight(outcome) && !outcome.owner_right &&
                           study.options.plant != Plant::kMark;
  std::printf(
      "%s seed %llu, %s, owner %c: accuracy %.2f, learned %.2f, %s%s "
      "(%.0f s)\n",
      study.kind.c_str(), static_cast<unsigned long long>(study.options.seed),
      set.Words().c_str(),
      static_cast<char>('a' + static_cast<char>(set.owner())), outcome.accuracy,
      outcome.learned, VerdictOn(study, outcome),
      wrong_owner ? ", owner wrong" : "", seconds);
  for (const std::string& sentence : outcome.sentences)
    std::printf("    %s\n", sentence.c_str());
  for (const AskedQuestion& asked : outcome.asked)
    std::printf("    %s %s: p %.2g, share %.3f, low %.3f, mean %.3f%s\n",
                std::string(kQuestionNames[static_cast<size_t>(asked.question)])
                    .c_str(),
                std::string(NameOf(asked.place)).c_str(), asked.p_corrected,
                asked.share.value_or(0), asked.share_low.value_or(0),
                asked.share_mean.value_or(0),
                asked.dominates ? ", dominates" : "");
  std::fflush(stdout);
}

void Count(const PlantedOutcome& outcome, Tally* tally) {
  ++tally->done;
  tally->right += IsRight(outcome) ? 1 : 0;
  tally->owners += IsRight(outcome) && outcome.owner_right ? 1 : 0;
  tally->findings += outcome.found.empty() ? 0 : 1;
}

void PrintTally(const Study& study, const Tally& tally) {
  if (study.planted())
    std::printf(
        "%s, bias %.2f, %zu classes: found first in %zu of %zu sets, "
        "owner in %zu\n",
        study.kind.c_str(), study.options.bias, study.options.classes,
        tally.right, tally.done, tally.owners);
  else
    std::printf("%s: a finding in %zu of %zu sets\n", study.kind.c_str(),
                tally.findings, tally.done);
}

int Run(int argc, char** argv) {
  std::optional<Study> study = ParseStudy(argc, argv);
  if (!study.has_value()) {
    std::fprintf(
        stderr,
        "audit_study MODEL FOLDER colour|texture|frame|mark|none|decoy "
        "SEEDS [BIAS [CLASSES [FIRST]]]\n");
    return 2;
  }
  const auto model = ReadModelFile(argv[1]);
  if (!model.ok()) {
    std::fprintf(stderr, "%s\n", model.status().message().c_str());
    return 1;
  }
  Tally tally;
  PlantedOptions& options = study->options;
  const uint64_t end = study->first + 5 * study->wanted;
  for (options.seed = study->first;
       tally.done < study->wanted && options.seed < end; ++options.seed) {
    // Decoys of each kind in turn.
    if (options.decoy) options.plant = static_cast<Plant>(1 + options.seed % 4);
    const PlantedSet set(options);
    const std::string folder =
        std::string(argv[2]) + "/" + std::to_string(options.seed);
    Stopwatch watch;
    const PlantedOutcome outcome =
        AuditPlanted(set, options, {}, *model, folder);
    std::filesystem::remove_all(folder);
    PrintSet(*study, set, outcome, watch.Lap() / 1000);
    if (IsLearned(*study, outcome)) Count(outcome, &tally);
  }
  PrintTally(*study, tally);
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) { return camglass::Run(argc, argv); }
