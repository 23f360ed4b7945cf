#include "weights/convert/fingerprint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "weights/convert/evidence.h"

namespace camglass {
namespace {

std::string NameOf(const NetConfig& config) {
  return config.arch + " (" + config.variant + ")";
}

std::string AllArchitectures() {
  std::string all;
  for (const std::string& arch : Architectures())
    all += (all.empty() ? "" : ", ") + arch;
  return all;
}

// The variants that weights of this format are, the likeliest first.
std::vector<std::string> VariantsIn(CheckpointFormat format) {
  switch (format) {
    case CheckpointFormat::kCaffe:
      return {"caffe"};
    case CheckpointFormat::kKerasHdf5:
      // Keras's SqueezeNet carries Caffe's weights and takes Caffe's input.
      return {"caffe", "keras"};
    case CheckpointFormat::kTorchZip:
    case CheckpointFormat::kSafetensors:
    case CheckpointFormat::kOnnx:
      return {"torchvision", "caffe"};
  }
  CAMGLASS_CHECK(false);
}

bool Contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> Append(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

StatusOr<std::vector<NetConfig>> Candidates(CheckpointFormat format,
                                            const FingerprintChoice& choice) {
  if (!choice.arch.empty() && !Contains(Architectures(), choice.arch))
    return UsageError("there is no architecture '" + choice.arch +
                      "'; choose from " + AllArchitectures());
  std::vector<NetConfig> candidates;
  for (const std::string& arch : Architectures()) {
    if (!choice.arch.empty() && arch != choice.arch) continue;
    std::vector<std::string> variants = VariantsIn(format);
    if (!choice.variant.empty())
      variants = {choice.variant};
    else if (!choice.arch.empty())  // so that its shortcomings can be told
      variants = Append(std::move(variants), VariantsOf(arch));
    for (const std::string& variant : variants) {
      const auto config = DefaultConfig(arch, variant);
      if (config.ok()) candidates.push_back(*config);
    }
  }
  if (candidates.empty())
    return UsageError((choice.arch.empty() ? "no network" : choice.arch) +
                      " has no variant '" + choice.variant +
                      "'; choose from torchvision, caffe, keras, matlab as "
                      "far as the network has them");
  return candidates;
}

// The first complete match, or the one that fits best.
StatusOr<Match> BestMatch(const Checkpoint& checkpoint,
                          const FingerprintChoice& choice) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<NetConfig> candidates,
                            Candidates(checkpoint.format, choice));
  std::optional<Match> best;
  const auto share = [](const Match& match) {
    return static_cast<double>(match.Fitting()) /
           static_cast<double>(match.keys.size());
  };
  for (const NetConfig& config : candidates) {
    CAMGLASS_ASSIGN_OR_RETURN(Match match, MatchCheckpoint(checkpoint, config));
    if (match.Complete()) return match;
    if (!best || share(match) > share(*best)) best = std::move(match);
  }
  return *std::move(best);
}

// What the user's choice does not fit, where the weights are something known.
std::string FoundInstead(const Checkpoint& checkpoint,
                         const FingerprintChoice& choice) {
  if (choice.arch.empty() && choice.variant.empty()) return "";
  const StatusOr<Match> found = BestMatch(checkpoint, {});
  if (!found.ok() || !found->Complete()) return "";
  std::string expected = choice.arch;
  if (!choice.variant.empty())
    expected += (expected.empty() ? "" : ", ") + choice.variant;
  return "these are the weights of " + NameOf(found->config) + ", not of " +
         expected + " as asked for; leave out --arch and --variant";
}

Status Unidentified(const Checkpoint& checkpoint, const Match& best,
                    const FingerprintChoice& choice) {
  const std::string instead = FoundInstead(checkpoint, choice);
  if (!instead.empty()) return InvalidInput(instead);
  const std::string foreign = NameForeigner(checkpoint);
  if (!foreign.empty())
    return InvalidInput("these are the weights of " + foreign +
                        "; known networks are " + AllArchitectures());
  if (2 * best.Fitting() < best.keys.size())
    return InvalidInput("these are not the weights of a known network (" +
                        AllArchitectures() + "); of " + NameOf(best.config) +
                        ", the nearest, they have " +
                        std::to_string(best.Fitting()) + " of " +
                        std::to_string(best.keys.size()) + " tensors");
  return InvalidInput("the weights look like " + NameOf(best.config) +
                      " but do not fit it: " + Shortcomings(best));
}

}  // namespace

StatusOr<Fingerprint> Identify(const Checkpoint& checkpoint,
                               const FingerprintChoice& choice) {
  CAMGLASS_ASSIGN_OR_RETURN(Match match, BestMatch(checkpoint, choice));
  if (!match.Complete()) return Unidentified(checkpoint, match, choice);
  Fingerprint result;
  result.evidence = EvidenceFor(checkpoint, match);
  result.assumptions = AssumptionsFor(checkpoint, match);
  result.match = std::move(match);
  return result;
}

}  // namespace camglass
