// The audit's study: planted sets by the dozen, a line each.
//   audit_study MODEL.safetensors FOLDER KIND SEEDS [BIAS [CLASSES [FIRST]]]
// KIND: colour, texture, frame, mark, none, decoy. FOLDER is for the pictures
// and must be empty. Sets whose bias was not learned are left out and the next
// seed is drawn.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "engine/base/stopwatch.h"
#include "tests/tools/planted/planted_audit.h"

namespace camglass {
namespace {

int Run(int argc, char** argv) {
  const std::map<std::string, Plant> kinds = {
      {"colour", Plant::kColour}, {"texture", Plant::kTexture},
      {"frame", Plant::kFrame},   {"mark", Plant::kMark},
      {"none", Plant::kNone},     {"decoy", Plant::kColour}};
  if (argc < 5 || kinds.count(argv[3]) == 0) {
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
  PlantedOptions options;
  options.plant = kinds.at(argv[3]);
  options.decoy = std::string(argv[3]) == "decoy";
  options.bias = argc > 5 ? std::atof(argv[5]) : 1;
  options.classes = argc > 6 ? std::strtoul(argv[6], nullptr, 10) : 2;
  const size_t wanted = std::strtoul(argv[4], nullptr, 10);
  const uint64_t first = argc > 7 ? std::strtoul(argv[7], nullptr, 10) : 1;
  const bool planted = options.plant != Plant::kNone && !options.decoy;
  size_t done = 0;
  size_t right = 0;
  size_t owners = 0;
  size_t findings = 0;
  for (uint64_t seed = first; done < wanted && seed < first + 5 * wanted;
       ++seed) {
    options.seed = seed;
    // Decoys of each kind in turn.
    if (options.decoy) options.plant = static_cast<Plant>(1 + seed % 4);
    const PlantedSet set(options);
    const std::string folder =
        std::string(argv[2]) + "/" + std::to_string(seed);
    Stopwatch watch;
    const PlantedOutcome outcome =
        AuditPlanted(set, options, {}, *model, folder);
    std::filesystem::remove_all(folder);
    const bool learned = !planted || outcome.learned >= kLearned;
    const bool good = outcome.kind_right && outcome.place_right;
    std::printf(
        "%s seed %llu, %s, owner %c: accuracy %.2f, learned %.2f, %s%s "
        "(%.0f s)\n",
        argv[3], static_cast<unsigned long long>(seed), set.Words().c_str(),
        static_cast<char>('a' + static_cast<char>(set.owner())),
        outcome.accuracy, outcome.learned,
        !learned   ? "not learned"
        : !planted ? (outcome.found.empty() ? "silent" : "ALARM")
        : good     ? "found"
                   : "MISSED",
        good && !outcome.owner_right && options.plant != Plant::kMark
            ? ", owner wrong"
            : "",
        watch.Lap() / 1000);
    for (const std::string& sentence : outcome.sentences)
      std::printf("    %s\n", sentence.c_str());
    for (const AskedQuestion& asked : outcome.asked)
      std::printf(
          "    %s %s: p %.2g, share %.3f, low %.3f, mean %.3f%s\n",
          std::string(kQuestionNames[static_cast<size_t>(asked.question)])
              .c_str(),
          std::string(NameOf(asked.place)).c_str(), asked.p_corrected,
          asked.share.value_or(0), asked.share_low.value_or(0),
          asked.share_mean.value_or(0), asked.dominates ? ", dominates" : "");
    std::fflush(stdout);
    if (!learned) continue;
    ++done;
    right += good ? 1 : 0;
    owners += good && outcome.owner_right ? 1 : 0;
    findings += outcome.found.empty() ? 0 : 1;
  }
  if (planted)
    std::printf(
        "%s, bias %.2f, %zu classes: found first in %zu of %zu sets, "
        "owner in %zu\n",
        argv[3], options.bias, options.classes, right, done, owners);
  else
    std::printf("%s: a finding in %zu of %zu sets\n", argv[3], findings, done);
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) { return camglass::Run(argc, argv); }
