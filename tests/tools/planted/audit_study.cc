// The audit's study: planted sets by the dozen, a few lines each.
//   audit_study MODEL.safetensors FOLDER KIND SEEDS [OPTION=VALUE ...]
// KIND: colour, texture, frame, mark, or of sets without a bias: none, decoy (a
// bias in half of every class's pictures), photographs (whole ones); and
// watermark: a mark on half of one class's whole photographs.
// FOLDER is for the pictures and must be empty.
//   photos=DIR    photographs: objects of half of the sets are cut out of them
//   bias=X        part of the owner's pictures that are biased, 1
//   others=X      part of the other classes' pictures that are, 1 - bias
//   classes=N     2
//   first=N       the first seed, 1
// Sets whose bias was not learned are left out and the next seed is drawn.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "camapp/picture/decode.h"
#include "engine/base/stopwatch.h"
#include "tests/tools/planted/planted_audit.h"

namespace camglass {
namespace {

struct Study {
  std::string kind;
  PlantedOptions options;
  std::vector<Picture> photographs;
  size_t wanted = 0;   // sets
  uint64_t first = 1;  // seed

  bool decoy() const { return kind == "decoy"; }
  bool planted() const { return options.plant != Plant::kNone && !decoy(); }
};

struct Tally {
  size_t done = 0;
  size_t right = 0;
  size_t owners = 0;
  size_t findings = 0;
};

// Every picture of a folder, by name.
std::vector<Picture> ReadPhotographs(const std::string& folder) {
  std::set<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    paths.insert(entry.path().string());
  std::vector<Picture> pictures;
  for (const std::string& path : paths) {
    auto picture = ReadPicture(path, {});
    if (picture.ok()) pictures.push_back(*std::move(picture));
  }
  return pictures;
}

bool SetOption(const std::string& option, Study* study) {
  const size_t equals = option.find('=');
  if (equals == std::string::npos) return false;
  const std::string name = option.substr(0, equals);
  const std::string value = option.substr(equals + 1);
  if (name == "photos")
    study->photographs = ReadPhotographs(value);
  else if (name == "bias")
    study->options.bias = std::atof(value.c_str());
  else if (name == "others")
    study->options.others = std::atof(value.c_str());
  else if (name == "classes")
    study->options.classes = std::strtoul(value.c_str(), nullptr, 10);
  else if (name == "first")
    study->first = std::strtoul(value.c_str(), nullptr, 10);
  else
    return false;
  return name != "photos" || !study->photographs.empty();
}

// What a kind says of the options, before others change it.
bool SetKind(const std::string& kind, Study* study) {
  const std::map<std::string, Plant> kinds = {
      {"colour", Plant::kColour},    {"texture", Plant::kTexture},
      {"frame", Plant::kFrame},      {"mark", Plant::kMark},
      {"none", Plant::kNone},        {"decoy", Plant::kColour},
      {"photographs", Plant::kNone}, {"watermark", Plant::kMark}};
  if (kinds.count(kind) == 0) return false;
  study->kind = kind;
  study->options.plant = kinds.at(kind);
  study->options.whole = kind == "photographs" || kind == "watermark";
  if (kind == "decoy" || kind == "watermark") study->options.bias = 0.5;
  if (kind == "watermark") study->options.others = 0;
  return true;
}

// None where the arguments are not those of the head of this file.
std::optional<Study> ParseStudy(int argc, char** argv) {
  Study study;
  if (argc < 5 || !SetKind(argv[3], &study)) return std::nullopt;
  study.wanted = std::strtoul(argv[4], nullptr, 10);
  for (int i = 5; i < argc; ++i)
    if (!SetOption(argv[i], &study)) return std::nullopt;
  if (study.options.whole && study.photographs.empty()) return std::nullopt;
  return study;
}

bool IsLearned(const Study& study, const PlantedOutcome& outcome) {
  return !study.planted() || outcome.learned >= kLearned;
}

bool IsRight(const PlantedOutcome& outcome) {
  return outcome.kind_right && outcome.place_right;
}

const char* VerdictOn(const Study& study, const PlantedOutcome& outcome) {
  if (!study.planted()) return outcome.found.empty() ? "silent" : "ALARM";
  return IsRight(outcome) ? "found" : "MISSED";
}

void PrintSet(const Study& study, const PlantedSet& set,
              const PlantedOutcome& outcome, double seconds) {
  if (!IsLearned(study, outcome)) {
    std::printf("%s seed %llu, %s: learned %.2f, not learned (%.0f s)\n",
                study.kind.c_str(),
                static_cast<unsigned long long>(study.options.seed),
                set.Words().c_str(), outcome.learned, seconds);
    return;
  }
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
        "audit_study MODEL FOLDER colour|texture|frame|mark|none|decoy|"
        "photographs|watermark SEEDS [photos=DIR] [bias=X] [others=X] "
        "[classes=N] [first=N]\n");
    return 2;
  }
  const auto model = ReadModelFile(argv[1]);
  if (!model.ok()) {
    std::fprintf(stderr, "%s\n", model.status().message().c_str());
    return 1;
  }
  Tally tally;
  PlantedOptions& options = study->options;
  options.photographs = study->photographs;
  const uint64_t end = study->first + 5 * study->wanted;
  for (options.seed = study->first;
       tally.done < study->wanted && options.seed < end; ++options.seed) {
    // Decoys of each kind in turn.
    if (study->decoy())
      options.plant = static_cast<Plant>(1 + options.seed % 4);
    const PlantedSet set(options);
    const std::string folder =
        std::string(argv[2]) + "/" + std::to_string(options.seed);
    Stopwatch watch;
    const PlantedOutcome outcome = AuditPlanted(
        set, options, {.only_learned = study->planted()}, *model, folder);
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
