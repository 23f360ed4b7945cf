#include "weights/convert/graph_fingerprint.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "weights/convert/evidence.h"
#include "weights/convert/graph_facts.h"
#include "weights/convert/graph_match.h"
#include "weights/convert/graph_origin.h"
#include "weights/onnx/onnx_graph.h"

namespace camglass {
namespace {

// The variant that exports by this program are of; empty where it tells
// nothing.
std::string VariantOfProducer(std::string producer) {
  std::transform(producer.begin(), producer.end(), producer.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  const std::pair<const char*, const char*> known[] = {
      {"matlab", "matlab"},    {"caffe", "caffe"},
      {"keras", "keras"},      {"tf2onnx", "keras"},
      {"tensorflow", "keras"}, {"pytorch", "torchvision"}};
  for (const auto& [part, variant] : known)
    if (producer.find(part) != std::string::npos) return variant;
  return "";
}

// Of the variants with the fewest options against the graph, the producer's,
// or else the first.
StatusOr<NetConfig> VariantFor(const std::string& arch, const GraphFacts& facts,
                               const std::string& producer) {
  std::optional<NetConfig> best;
  size_t least = 0;
  for (const std::string& variant : VariantsOf(arch)) {
    CAMGLASS_ASSIGN_OR_RETURN(const NetConfig config,
                              DefaultConfig(arch, variant));
    const size_t others = OtherThan(facts, config).size();
    if (best && (others > least ||
                 (others == least && variant != VariantOfProducer(producer))))
      continue;
    best = config;
    least = others;
  }
  if (!best) return NotFound("there is no architecture '" + arch + "'");
  return *best;
}

// How many of the network's weights the graph has, by their shapes: tells the
// nearest network even where the last layers differ.
double Likeness(const LayerGraph& graph, const Net& net) {
  std::map<std::vector<size_t>, size_t> shapes;
  const std::vector<bool> used = LayersInUse(graph);
  for (size_t i = 0; i < used.size(); ++i)
    if (used[i] && graph.layers[i].kind == LayerKind::kConv)
      ++shapes[graph.tensors[graph.layers[i].params.front()].shape];
  size_t wanted = 0;
  size_t found = 0;
  for (const Param& param : net.graph.params) {
    if (param.shape.size() != 4) continue;
    ++wanted;
    size_t& left = shapes[param.shape];
    if (left == 0) continue;
    --left;
    ++found;
  }
  return static_cast<double>(found) / static_cast<double>(wanted);
}

StatusOr<GraphMatch> MatchArchitecture(const LayerGraph& graph,
                                       const GraphFacts& facts,
                                       const std::string& arch,
                                       const std::string& variant) {
  StatusOr<NetConfig> config = variant.empty()
                                   ? VariantFor(arch, facts, graph.producer)
                                   : DefaultConfig(arch, variant);
  if (!config.ok()) return config.status();
  const std::vector<std::string> others = OtherThan(facts, *config);
  CAMGLASS_ASSIGN_OR_RETURN(GraphMatch match,
                            MatchGraph(graph, Applied(facts, *config)));
  // A variant that was asked for must be that of the graph.
  if (!variant.empty() && !others.empty() && match.difference.empty())
    match.difference = "it has " + others.front() + ", unlike that variant";
  return match;
}

struct Candidate {
  GraphMatch match;
  double likeness = 0;
};

// The complete match, or else the network that is most alike.
StatusOr<Candidate> BestMatch(const LayerGraph& graph, const GraphFacts& facts,
                              const FingerprintChoice& choice) {
  std::optional<Candidate> best;
  Status reason = UsageError("no network has a variant '" + choice.variant +
                             "'; choose from " + VariantNames() +
                             " as far as the network has them");
  for (const std::string& arch : Architectures()) {
    if (!choice.arch.empty() && arch != choice.arch) continue;
    StatusOr<GraphMatch> match =
        MatchArchitecture(graph, facts, arch, choice.variant);
    if (!match.ok() && !choice.arch.empty())
      reason = UsageError(match.status().message());
    if (!match.ok()) continue;
    const bool complete = match->difference.empty();
    const double likeness = Likeness(graph, match->net);
    if (complete || !best || likeness > best->likeness)
      best = Candidate{*std::move(match), likeness};
    if (complete) break;
  }
  if (!best) return reason;
  return *std::move(best);
}

// What the user's choice does not fit, where the graph is something known.
std::string FoundInstead(const LayerGraph& graph, const GraphFacts& facts,
                         const FingerprintChoice& choice) {
  if (choice.arch.empty() && choice.variant.empty()) return "";
  const StatusOr<Candidate> found = BestMatch(graph, facts, {});
  if (!found.ok() || !found->match.difference.empty()) return "";
  std::string expected = choice.arch;
  if (!choice.variant.empty())
    expected += (expected.empty() ? "" : ", ") + choice.variant;
  return "these are the weights of " + NameOf(found->match.config) +
         ", not of " + expected +
         " as asked for; leave out --arch and --variant";
}

Status Unidentified(const LayerGraph& graph, const GraphFacts& facts,
                    const Candidate& best, const FingerprintChoice& choice) {
  constexpr double kHalf = 0.5;
  const std::string head = HeadRefusal(graph);
  if (!head.empty() && best.likeness >= kHalf) return InvalidInput(head);
  const std::string instead = FoundInstead(graph, facts, choice);
  if (!instead.empty()) return InvalidInput(instead);
  const std::string foreign = NameForeignGraph(graph);
  if (!foreign.empty())
    return InvalidInput("the graph is " + foreign + "; known networks are " +
                        ArchitectureNames());
  const GraphMatch& match = best.match;
  if (best.likeness < kHalf)
    return InvalidInput("the graph is not a known network (" +
                        ArchitectureNames() + "); against " +
                        NameOf(match.config) + ", the nearest, " +
                        match.difference);
  return InvalidInput("the graph looks like " + NameOf(match.config) +
                      " but differs from it: " + match.difference);
}

std::string OriginLine(const Checkpoint& checkpoint, const LayerGraph& graph,
                       const NetConfig& config) {
  std::string line = "layers are recognised by their place in the graph (";
  if (!graph.producer.empty())
    line += "exported by " + graph.producer.substr(0, 80) + ", ";
  return line + "opset " + std::to_string(checkpoint.onnx->opset) +
         "): variant " + config.variant;
}

GraphFingerprint Describe(const Checkpoint& checkpoint, const LayerGraph& graph,
                          const GraphFacts& facts, GraphMatch match,
                          Match tensors) {
  GraphFingerprint result;
  result.notes = graph.notes;
  std::vector<std::string>& evidence = result.fingerprint.evidence;
  evidence = EvidenceFor(match.named, tensors);
  evidence.push_back(OriginLine(checkpoint, graph, match.config));
  for (std::string& line : FactLines(match.config))
    evidence.push_back(std::move(line));
  const auto usual = DefaultConfig(match.config.arch, match.config.variant);
  if (usual.ok())
    for (const std::string& other : OtherThan(facts, *usual))
      evidence.push_back("unlike " + match.config.variant + "'s, it has " +
                         other);
  result.fingerprint.assumptions = std::move(match.assumptions);
  result.fingerprint.match = std::move(tensors);
  result.named = std::move(match.named);
  result.scores = ScoresOf(graph);
  if (graph.height == graph.width) result.side = graph.height;
  return result;
}

}  // namespace

StatusOr<GraphFingerprint> IdentifyGraph(const Checkpoint& checkpoint,
                                         const FingerprintChoice& choice) {
  CAMGLASS_RETURN_IF_ERROR(CheckChoice(choice));
  const std::string changed = ChangedForUse(*checkpoint.onnx);
  if (!changed.empty()) return InvalidInput(changed);
  CAMGLASS_ASSIGN_OR_RETURN(const LayerGraph graph, ImportLayers(checkpoint));
  const GraphFacts facts = FactsOf(graph);
  if (facts.classes < 1 || facts.classes > kMaxClasses)
    return InvalidInput(
        "the graph's last layer makes no classes: it is not a known network (" +
        ArchitectureNames() + ")");
  CAMGLASS_ASSIGN_OR_RETURN(Candidate best, BestMatch(graph, facts, choice));
  if (!best.match.difference.empty())
    return Unidentified(graph, facts, best, choice);
  CAMGLASS_ASSIGN_OR_RETURN(
      Match tensors, MatchCheckpoint(best.match.named, best.match.config));
  if (!tensors.Complete()) return InvalidInput(Shortcomings(tensors));
  CAMGLASS_ASSIGN_OR_RETURN(GraphPreprocess preprocess,
                            PreprocessOf(graph, best.match.config));
  GraphFingerprint result = Describe(checkpoint, graph, facts,
                                     std::move(best.match), std::move(tensors));
  result.preprocess = std::move(preprocess);
  return result;
}

}  // namespace camglass
