#include "weights/convert/fingerprint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/comma_list.h"
#include "weights/convert/evidence.h"
#include "weights/convert/relatives.h"

namespace camglass {
namespace {

// The variants that weights of this format are, the likeliest first.
std::vector<std::string> VariantsIn(CheckpointFormat format) {
  switch (format) {
    case CheckpointFormat::kCaffe:
      return {"caffe"};
    case CheckpointFormat::kKerasHdf5:
      // Keras's SqueezeNet carries Caffe's weights and takes Caffe's input.
      return {"caffe", "keras"};
    case CheckpointFormat::kTorchZip:
    case CheckpointFormat::kTorchLegacy:
    case CheckpointFormat::kSafetensors:
    case CheckpointFormat::kNpz:
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
  CAMGLASS_RETURN_IF_ERROR(CheckChoice(choice));
  std::vector<NetConfig> candidates;
  for (const std::string& arch : Architectures()) {
    if (!choice.arch.empty() && arch != choice.arch) continue;
    std::vector<std::string> variants = VariantsIn(format);
    if (!choice.usual_variant.empty())
      variants.insert(variants.begin(), choice.usual_variant);
    if (!choice.variant.empty())
      variants = {choice.variant};
    else if (!choice.arch.empty())  // so that its shortcomings can be told
      variants = Append(std::move(variants), VariantsOf(arch));
    for (const std::string& variant : variants) {
      const auto config = DefaultConfig(arch, variant);
      if (config.ok()) candidates.push_back(*config);
    }
  }
  CAMGLASS_CHECK(!candidates.empty());
  return candidates;
}

// Whether damage or a few changes keep the match from being complete.
bool LooksLike(const Match& match) {
  return 2 * match.Fitting() >= match.keys.size();
}

// The first complete match, or the one that fits best.
StatusOr<Match> BestMatch(const Checkpoint& checkpoint,
                          const FingerprintChoice& choice) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<NetConfig> candidates,
                            Candidates(checkpoint.format, choice));
  std::optional<Match> best;
  const auto share = [](const Match& match) {
    return static_cast<double>(match.Fitting() + match.Present()) /
           static_cast<double>(match.keys.size());
  };
  for (const NetConfig& config : candidates) {
    CAMGLASS_ASSIGN_OR_RETURN(Match match, MatchCheckpoint(checkpoint, config));
    if (match.Complete()) return match;
    if (!best || share(match) > share(*best)) best = std::move(match);
  }
  return *std::move(best);
}

std::string Asked(const FingerprintChoice& choice) {
  std::string asked = choice.arch;
  if (!choice.variant.empty())
    asked += (asked.empty() ? "" : ", ") + choice.variant;
  return "not of " + asked + " as asked for; leave out --arch and --variant";
}

// The network that the weights are or may be, whatever the user asked for.
Status NotAsAskedFor(const Checkpoint& checkpoint, const Match& likeliest,
                     const FingerprintChoice& choice) {
  if (likeliest.Complete())
    return InvalidInput("these are the weights of " + NameOf(likeliest.config) +
                        ", " + Asked(choice));
  const std::string relative = NameRelative(checkpoint, likeliest);
  if (!relative.empty())
    return InvalidInput("these are the weights of " + relative + ", " +
                        Asked(choice));
  const NetConfig& found = likeliest.config;
  const bool other =
      (!choice.arch.empty() && choice.arch != found.arch) ||
      (!choice.variant.empty() && choice.variant != found.variant);
  if (LooksLike(likeliest) && other)
    return InvalidInput("these weights look like " + NameOf(likeliest.config) +
                        ", " + Asked(choice));
  return Status();
}

// Convolutions have the biases that their batch norms would have, which are
// missing: the first such bias. Empty where that is not so.
StatusOr<std::string> FoldedBias(const Checkpoint& checkpoint,
                                 const std::string& arch) {
  CAMGLASS_ASSIGN_OR_RETURN(const NetConfig config,
                            DefaultConfig(arch, "torchvision"));
  CAMGLASS_ASSIGN_OR_RETURN(const Match best,
                            MatchCheckpoint(checkpoint, config));
  const bool norms_missing =
      std::all_of(best.keys.begin(), best.keys.end(), [](const KeyMatch& key) {
        return !key.role || !key.key.ends_with(".running_mean");
      });
  if (!best.config.batch_norm || !norms_missing) return std::string();
  for (const KeyMatch& key : best.keys) {
    const size_t leaf = key.key.rfind(".weight");
    if (!key.fits || key.wanted.size() != 4 || leaf == std::string::npos)
      continue;
    const std::string bias = key.key.substr(0, leaf) + ".bias";
    if (Contains(best.unexpected, bias)) return bias;
  }
  return std::string();
}

Status UnidentifiedByTensors(const Checkpoint& checkpoint, const Match& best) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string folded,
                            FoldedBias(checkpoint, best.config.arch));
  if (!folded.empty())
    return InvalidInput("the batch norms of this " + best.config.arch +
                        " are folded into its convolutions (" + folded +
                        " is there, running_mean nowhere); save the "
                        "state_dict from before that, or export the model to "
                        "ONNX, where they may be folded");
  const std::string relative = NameRelative(checkpoint, best);
  if (!relative.empty())
    return InvalidInput("these are the weights of " + relative +
                        "; known networks are " + ArchitectureNames());
  if (!LooksLike(best))
    return InvalidInput("these are not the weights of a known network (" +
                        ArchitectureNames() + "); of " + NameOf(best.config) +
                        ", the nearest, they have " +
                        std::to_string(best.Fitting()) + " of " +
                        std::to_string(best.keys.size()) + " tensors");
  return InvalidInput("the weights look like " + NameOf(best.config) +
                      " but do not fit it: " + Shortcomings(best));
}

Status Unidentified(const Checkpoint& checkpoint, const Match& best) {
  const auto says = [](const UnreadTensor& unread) {
    return "'" + unread.name + "' " + unread.why;
  };
  for (const UnreadTensor& unread : checkpoint.unread)
    for (const KeyMatch& key : best.keys)
      if (checkpoint.tensors.empty() ||
          (!key.role && unread.name.ends_with(key.key)))
        return InvalidInput(says(unread));
  const Status reason = UnidentifiedByTensors(checkpoint, best);
  if (checkpoint.unread.empty()) return reason;
  return InvalidInput(reason.message() + "; besides, " +
                      says(checkpoint.unread.front()));
}

// A variant that was asked for may be another than the weights look like: their
// shapes can be the same. That is the user's choice, and said.
Status NoteOverride(const Checkpoint& checkpoint,
                    const FingerprintChoice& choice, const NetConfig& taken,
                    std::vector<std::string>* assumptions) {
  if (choice.variant.empty()) return Status();
  NetConfig found = taken;
  found.variant = choice.recorded_variant;
  if (found.variant.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(
        const Match usual,
        BestMatch(checkpoint,
                  {.arch = taken.arch, .usual_variant = choice.usual_variant}));
    found.variant = usual.config.variant;
  }
  if (found.variant != taken.variant)
    assumptions->push_back("the weights look like " + NameOf(found) +
                           "; they are taken as " + NameOf(taken) +
                           ", as --variant asks for");
  return Status();
}

}  // namespace

Status CheckChoice(const FingerprintChoice& choice) {
  const std::string& arch = choice.arch;
  if (!arch.empty() && !Contains(Architectures(), arch))
    return UsageError("there is no architecture '" + arch + "'; choose from " +
                      ArchitectureNames());
  const auto has_it = [&choice](const std::string& each) {
    return Contains(VariantsOf(each), choice.variant);
  };
  if (choice.variant.empty() ||
      (arch.empty()
           ? std::any_of(Architectures().begin(), Architectures().end(), has_it)
           : has_it(arch)))
    return Status();
  return UsageError(
      (arch.empty() ? "no network has a" : arch + " has no") + " variant '" +
      choice.variant + "'; choose from " +
      (arch.empty() ? VariantNames() : CommaList(VariantsOf(arch))));
}

StatusOr<Fingerprint> Identify(const Checkpoint& checkpoint,
                               const FingerprintChoice& choice) {
  CAMGLASS_ASSIGN_OR_RETURN(Match match, BestMatch(checkpoint, choice));
  if (!match.Complete()) {
    if (!choice.arch.empty() || !choice.variant.empty()) {
      CAMGLASS_ASSIGN_OR_RETURN(const Match likeliest,
                                BestMatch(checkpoint, {}));
      CAMGLASS_RETURN_IF_ERROR(NotAsAskedFor(checkpoint, likeliest, choice));
    }
    return Unidentified(checkpoint, match);
  }
  Fingerprint result;
  result.evidence = EvidenceFor(checkpoint, match);
  if (choice.variant.empty())
    result.evidence.push_back("variant " + match.config.variant +
                              ", which weights of that kind are");
  result.assumptions = AssumptionsFor(checkpoint, match);
  CAMGLASS_RETURN_IF_ERROR(
      NoteOverride(checkpoint, choice, match.config, &result.assumptions));
  result.match = std::move(match);
  return result;
}

}  // namespace camglass
