// camtool verify: does a model compute what another program computed?
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "tools/command.h"
#include "tools/verification.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

struct VerifyFlags {
  std::string model = kDefaultModel;
  std::string against;
  bool quiet = false;
};

// The archive itself, or all of a folder, by name.
StatusOr<std::vector<std::string>> ArchivesOf(const std::string& against) {
  std::error_code error;
  if (!fs::is_directory(against, error)) return std::vector{against};
  std::vector<std::string> archives;
  for (fs::directory_iterator it(against, error), end; !error && it != end;
       it.increment(error))
    if (it->path().extension() == ".npz") archives.push_back(it->path());
  std::sort(archives.begin(), archives.end());
  if (archives.empty())
    return NotFound(against + ": there is no .npz file in this folder");
  return archives;
}

void Print(const std::string& archive,
           const std::vector<ValueComparison>& results) {
  std::printf("%s\n", Printable(archive).c_str());
  bool first = true;
  for (const ValueComparison& result : results) {
    const char* verdict = result.agrees ? "agrees" : "differs";
    if (!result.agrees && first) verdict = "differs: the first that does";
    first = first && result.agrees;
    std::printf("  %-24s %-18s largest error %.3g of %.3g (%.2e) at %s  %s\n",
                Printable(result.name).c_str(), ShapeText(result.shape).c_str(),
                result.largest_error, result.largest_expected,
                result.RelativeError(),
                PlaceText(result.worst_at, result.shape).c_str(), verdict);
    if (!result.agrees)
      std::printf(
          "  %-24s first beyond the tolerance at %s: expected %.9g, "
          "computed %.9g\n",
          "", PlaceText(result.first_at, result.shape).c_str(),
          static_cast<double>(result.first_expected),
          static_cast<double>(result.first_computed));
  }
}

// Not-a-number spreads: the first layer that has it is the one to look at.
Status SayWhereNonFinite(const LoadedModel& model, const NpzArchive& expected) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto layer, FindNonFinite(model, expected));
  if (!layer) return Status();
  std::string text = "the layer " + layer->name + " gives " +
                     std::to_string(layer->count) +
                     " values that are not finite numbers, and no layer before "
                     "it does";
  if (!layer->tensor.empty())
    text += "; its weights " + layer->tensor + " are not finite";
  std::fprintf(stderr, "camtool: %s: %s\n", Printable(model.path).c_str(),
               Printable(text).c_str());
  return Status();
}

struct Outcome {
  bool agrees = false;
  bool finite = true;
};

StatusOr<Outcome> VerifyOne(const LoadedModel& model,
                            const std::string& archive, bool quiet) {
  CAMGLASS_ASSIGN_OR_RETURN(const NpzArchive expected, ReadNpzFile(archive));
  const auto results = Verify(model, expected);
  if (!results.ok()) return results.status().WithContext(archive);
  if (!quiet) Print(archive, *results);
  Outcome outcome;
  outcome.agrees =
      std::all_of(results->begin(), results->end(),
                  [](const auto& result) { return result.agrees; });
  outcome.finite =
      std::all_of(results->begin(), results->end(),
                  [](const auto& result) { return result.non_finite == 0; });
  if (!outcome.finite)
    CAMGLASS_RETURN_IF_ERROR(SayWhereNonFinite(model, expected));
  return outcome;
}

struct Tally {
  size_t failures = 0;
  bool finite = true;
};

// Every archive is tried; one that can't be used counts as a failure.
Tally VerifyAll(const LoadedModel& model,
                const std::vector<std::string>& archives, bool quiet) {
  Tally tally;
  for (const std::string& archive : archives) {
    const StatusOr<Outcome> outcome = VerifyOne(model, archive, quiet);
    if (!outcome.ok()) Fail(outcome.status());
    if (!outcome.ok() || !outcome->agrees) ++tally.failures;
    if (outcome.ok() && !outcome->finite) tally.finite = false;
  }
  return tally;
}

StatusOr<ExitStatus> RunVerify(const VerifyFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.model, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel model, LoadModel(path));
  CAMGLASS_ASSIGN_OR_RETURN(const auto archives, ArchivesOf(flags.against));
  const Tally tally = VerifyAll(model, archives, flags.quiet);
  if (!flags.quiet)
    std::printf("%zu of %zu agree within %g of the largest value\n",
                archives.size() - tally.failures, archives.size(),
                kVerifyTolerance);
  if (!tally.finite) return ExitStatus::kSomeFailed;
  if (tally.failures == 0) return ExitStatus::kDone;
  return archives.size() == 1 ? ExitStatus::kError : ExitStatus::kSomeFailed;
}

}  // namespace

void AddVerifyCommand(CLI::App& app, ExitStatus* status) {
  const auto flags = std::make_shared<VerifyFlags>();
  CLI::App* command = NewCommand(
      app, "verify", "Compare a model with values from another program",
      "  camtool verify resnet18 --against expected/dog.npz\n"
      "  camtool verify mine.safetensors --against expected/\n"
      "An .npz holds 'resized' (uint8 [h, w, 3]) or 'input' (float32 [3, h, "
      "w],\n"
      "preprocessed), and any of 'logits', 'features', 'cam' or a layer's "
      "name.");
  command->add_option("model", flags->model, "a model's name or file")
      ->required();
  command
      ->add_option("--against", flags->against,
                   "an .npz file, or a folder of them")
      ->required();
  command->add_flag("--quiet", flags->quiet, "print nothing but errors");
  command->callback([flags, status] {
    const StatusOr<ExitStatus> result = RunVerify(*flags);
    *status = result.ok() ? *result : Fail(result.status());
  });
}

}  // namespace camglass
