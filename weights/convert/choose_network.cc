#include "weights/convert/choose_network.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/counted.h"
#include "weights/convert/fingerprint.h"
#include "weights/convert/layer_order.h"
#include "weights/convert/library_names.h"
#include "weights/convert/loose_head.h"
#include "weights/convert/parts.h"

namespace camglass {
namespace {

constexpr std::string_view kRoot = ".";  // --part's word for no prefix

std::string Shown(const Part& part) {
  return part.prefix.empty() ? std::string(kRoot) : part.prefix;
}

// The part's tensors with its head, and what belongs to no part.
struct LonePart {
  Checkpoint checkpoint;
  std::string head_evidence;  // empty: its head is its own
};

StatusOr<LonePart> TakeAlone(const Checkpoint& checkpoint, const Part& part,
                             const std::vector<Part>& all) {
  LonePart alone;
  alone.checkpoint = WithoutOthers(checkpoint, part, all);
  CAMGLASS_ASSIGN_OR_RETURN(alone.head_evidence,
                            AdoptLooseHead(part, &alone.checkpoint));
  return alone;
}

// "model_ema. (resnet18, 10 classes, EMA: a running average)"; empty where the
// part is not a whole known network.
std::string Describe(const Checkpoint& checkpoint, const Part& part,
                     const std::vector<Part>& all) {
  const auto alone = TakeAlone(checkpoint, part, all);
  if (!alone.ok()) return "";
  const auto found = Identify(alone->checkpoint, {});
  if (!found.ok()) return "";
  const NetConfig& config = found->match.config;
  return Shown(part) + " (" + config.arch + ", " +
         Counted(config.classes, "class", "classes") +
         (part.averaged ? ", EMA: a running average of the weights)" : ")");
}

using Named = std::map<std::string, const CheckpointTensor*>;

Named TensorsUnder(const Checkpoint& checkpoint, const std::string& prefix) {
  Named named;
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    if (tensor.name.starts_with(prefix))
      named.emplace(tensor.name.substr(prefix.size()), &tensor);
  return named;
}

bool SameValues(const CheckpointTensor& a, const CheckpointTensor& b) {
  return a.shape == b.shape &&
         (a.data == b.data || a.size() == 0 ||
          std::memcmp(a.data, b.data, a.size() * sizeof(float)) == 0);
}

// Whether both have the same names with the same values.
bool AreCopies(const Checkpoint& checkpoint, const Part& a, const Part& b,
               const std::vector<Part>& all) {
  const Checkpoint only_a = WithoutOthers(checkpoint, a, all);
  const Checkpoint only_b = WithoutOthers(checkpoint, b, all);
  const Named first = TensorsUnder(only_a, a.prefix);
  const Named second = TensorsUnder(only_b, b.prefix);
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const auto& x, const auto& y) {
                      return x.first == y.first &&
                             SameValues(*x.second, *y.second);
                    });
}

// Parts that `wanted` names: its own prefix, or one below it.
std::vector<Part> PartsNamed(const std::vector<Part>& parts,
                             const std::string& wanted) {
  std::vector<Part> named;
  std::string prefix = wanted == kRoot ? "" : wanted;
  if (!prefix.empty() && prefix.back() != '.') prefix += '.';
  for (const Part& part : parts) {
    if (part.prefix == prefix) return {part};
    if (!prefix.empty() && part.prefix.starts_with(prefix))
      named.push_back(part);
  }
  return named;
}

// The networks among the parts, with what is said of each.
struct Choices {
  std::vector<Part> parts;
  std::string list;
};

Choices WholeNetworks(const Checkpoint& checkpoint,
                      const std::vector<Part>& among,
                      const std::vector<Part>& all) {
  Choices choices;
  for (const Part& part : among) {
    const std::string described = Describe(checkpoint, part, all);
    if (described.empty()) continue;
    choices.parts.push_back(part);
    choices.list += (choices.list.empty() ? "" : ", ") + described;
  }
  return choices;
}

Status NoSuchPart(const std::string& part, const std::string& list) {
  return UsageError(
      "there is no network under '" + part +
      (list.empty() ? "'; leave out --part" : "'; --part is one of " + list));
}

Status Several(const Choices& choices) {
  return Ambiguous("the file holds " + std::to_string(choices.parts.size()) +
                   " networks: " + choices.list +
                   "; choose one with --part PREFIX, for example --part " +
                   Shown(choices.parts.front()));
}

bool AreAllCopies(const Checkpoint& checkpoint, const std::vector<Part>& parts,
                  const std::vector<Part>& all) {
  return std::all_of(parts.begin() + 1, parts.end(), [&](const Part& other) {
    return AreCopies(checkpoint, parts.front(), other, all);
  });
}

bool HasTorchNames(CheckpointFormat format) {
  switch (format) {
    case CheckpointFormat::kTorchZip:
    case CheckpointFormat::kTorchLegacy:
    case CheckpointFormat::kSafetensors:
    case CheckpointFormat::kNpz:
      return true;
    case CheckpointFormat::kCaffe:
    case CheckpointFormat::kKerasHdf5:
    case CheckpointFormat::kOnnx:
      return false;
  }
  return false;
}

// Torchvision's names for those of others.
void RenameAll(ChosenNetwork* chosen) {
  for (LibraryName& library : RenameFromLibraries(&chosen->checkpoint)) {
    chosen->evidence.push_back(std::move(library.evidence));
    chosen->usual_variant = std::move(library.variant);
  }
  if (!FindParts(chosen->checkpoint).empty()) return;
  for (std::string& line : RenameByOrder(&chosen->checkpoint)) {
    chosen->evidence.push_back(std::move(line));
    chosen->assumptions.assign(
        {"layers of one shape stand in the network's order (camtool verify "
         "holds the model against its framework's values)"});
  }
}

Status TakePart(const Part& kept, const std::vector<Part>& all,
                ChosenNetwork* chosen) {
  CAMGLASS_ASSIGN_OR_RETURN(LonePart alone,
                            TakeAlone(chosen->checkpoint, kept, all));
  chosen->checkpoint = std::move(alone.checkpoint);
  if (!alone.head_evidence.empty())
    chosen->evidence.push_back(std::move(alone.head_evidence));
  return Status();
}

// The part to keep, and why it is that one.
StatusOr<Part> ChoosePart(const Checkpoint& checkpoint,
                          const std::vector<Part>& all, const std::string& part,
                          std::vector<std::string>* evidence) {
  const std::vector<Part> among = part.empty() ? all : PartsNamed(all, part);
  if (among.empty())
    return NoSuchPart(part, WholeNetworks(checkpoint, all, all).list);
  if (all.size() == 1) return all.front();
  const Choices choices = WholeNetworks(checkpoint, among, all);
  if (choices.parts.size() > 1 && !AreAllCopies(checkpoint, choices.parts, all))
    return Several(choices);
  // Where none is whole, the first one's shortcomings are told.
  const Part& kept =
      choices.parts.empty() ? among.front() : choices.parts.front();
  evidence->push_back("of the parts of the file, " + Shown(kept) + " is taken" +
                      (!part.empty() ? ", as --part asks for"
                       : choices.parts.size() > 1
                           ? "; the others hold the same values"
                           : ", the only one that is a known network"));
  return kept;
}

}  // namespace

StatusOr<ChosenNetwork> ChooseNetwork(Checkpoint checkpoint,
                                      const std::string& part) {
  ChosenNetwork chosen;
  const bool torch_names = HasTorchNames(checkpoint.format);
  chosen.checkpoint = std::move(checkpoint);
  if (!torch_names && !part.empty())
    return UsageError("--part is for PyTorch's, safetensors and npz files");
  if (!torch_names) return chosen;
  RenameAll(&chosen);
  const std::vector<Part> all = FindParts(chosen.checkpoint);
  if (all.empty() && part.empty()) return chosen;
  CAMGLASS_ASSIGN_OR_RETURN(
      const Part kept,
      ChoosePart(chosen.checkpoint, all, part, &chosen.evidence));
  CAMGLASS_RETURN_IF_ERROR(TakePart(kept, all, &chosen));
  return chosen;
}

}  // namespace camglass
