#include "weights/convert/match.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/nearest_name.h"

namespace camglass {
namespace {

constexpr size_t kListed = 4;  // names in a message

std::vector<std::string> KeysOf(const Graph& graph) {
  std::vector<std::string> keys;
  for (const Param& param : graph.params) keys.push_back(param.name);
  return keys;
}

const Param& ParamNamed(const Graph& graph, const std::string& name) {
  const size_t id = graph.FindParam(name);
  CAMGLASS_CHECK(id < graph.params.size());
  return graph.params[id];
}

TensorRole* FindRole(Spelling* spelling, const std::string& name) {
  for (TensorRole& role : spelling->roles)
    if (role.name == name) return &role;
  return nullptr;
}

bool IsWeightMatrix(const TensorRole& role) {
  return role.name.ends_with(".weight") && role.shape.size() >= 2;
}

std::string TwoLayers(const TensorRole& first, const TensorRole& second) {
  return "the head has more than one layer (" + first.name + " " +
         ShapeText(first.shape) + ", " + second.name + " " +
         ShapeText(second.shape) +
         "); a class activation map is defined for a head of one linear layer "
         "only, so train one with such a head";
}

// A layer of the head's usual name may be the first of several: then the next
// takes what it gives.
void RefuseFurtherLayers(const TensorRole& head,
                         const std::vector<TensorRole*>& extra, Match* match) {
  for (const TensorRole* role : extra)
    if (IsWeightMatrix(*role) && !head.shape.empty() &&
        role->shape[1] == head.shape[0])
      match->refusal = TwoLayers(head, *role);
}

// Finds the head among the names that the network lacks. `extra` are these.
void AdoptHead(const std::vector<TensorRole*>& extra, const Net& net,
               Match* match) {
  std::vector<TensorRole*> matrices;
  for (TensorRole* role : extra)
    if (IsWeightMatrix(*role)) matrices.push_back(role);
  const Param& usual = ParamNamed(net.graph, net.head_weight);
  const size_t fitting = static_cast<size_t>(std::count_if(
      matrices.begin(), matrices.end(),
      [&](TensorRole* role) { return CouldBeHead(role->shape, usual.shape); }));
  if (fitting == 0) return;
  if (matrices.size() > 1) {
    match->refusal = TwoLayers(*matrices[0], *matrices[1]);
    return;
  }
  TensorRole* head = matrices.front();
  match->renamed_head = head->name;
  const std::string stem =
      head->name.substr(0, head->name.size() - std::string(".weight").size());
  if (TensorRole* bias = FindRole(&match->spelling, stem + ".bias"))
    bias->name = net.head_bias;
  head->name = net.head_weight;
}

std::vector<TensorRole*> RolesBeyond(const std::vector<std::string>& keys,
                                     Spelling* spelling) {
  std::vector<TensorRole*> extra;
  for (TensorRole& role : spelling->roles)
    if (std::find(keys.begin(), keys.end(), role.name) == keys.end())
      extra.push_back(&role);
  return extra;
}

// Takes the number of classes from the head, and the network of so many.
Status FitClasses(Match* match) {
  TensorRole* head = FindRole(&match->spelling, match->net.head_weight);
  if (head == nullptr) return Status();
  const auto& usual =
      ParamNamed(match->net.graph, match->net.head_weight).shape;
  if (!CouldBeHead(head->shape, usual)) return Status();
  match->head_is_matrix = head->shape.size() == 2;
  // A dense layer comes after the mean: no ReLU follows it, nothing is padded.
  if (match->head_is_matrix) {
    match->config.head_relu = false;
    match->config.head_pad = 0;
  }
  head->shape.resize(2);
  head->shape.resize(usual.size(), 1);
  match->head_shape = head->shape;
  match->head_without_bias =
      FindRole(&match->spelling, match->net.head_bias) == nullptr;
  match->config.classes = head->shape[0];
  CAMGLASS_ASSIGN_OR_RETURN(match->net, BuildNet(match->config));
  return Status();
}

void FillKeys(Match* match) {
  const std::vector<TensorRole>& all = match->spelling.roles;
  std::map<std::string, size_t> roles;
  for (size_t i = 0; i < all.size(); ++i) {
    if (roles.emplace(all[i].name, i).second) continue;
    match->refusal = "two of its tensors stand for '" + all[i].name + "'";
  }
  for (const Param& param : match->net.graph.params) {
    const auto found = roles.find(param.name);
    KeyMatch key{param.name, param.shape, std::nullopt, false};
    if (found != roles.end()) {
      key.role = found->second;
      key.fits = all[found->second].shape == param.shape;
      roles.erase(found);
    } else if (match->head_without_bias && param.name == match->net.head_bias) {
      key.fits = true;
    }
    match->keys.push_back(std::move(key));
  }
  for (const auto& [name, index] : roles) match->unexpected.push_back(name);
}

// "a, b and 7 more", with `describe` applied to each.
template <typename Items, typename Describe>
std::string ListSome(const Items& items, const Describe& describe) {
  std::string text;
  for (size_t i = 0; i < std::min(items.size(), kListed); ++i)
    text += (i == 0 ? "" : ", ") + describe(items[i]);
  if (items.size() > kListed)
    text += " and " + std::to_string(items.size() - kListed) + " more";
  return text;
}

std::string WithNearest(const std::string& name,
                        const std::vector<std::string>& known) {
  const std::string nearest = NearestName(name, known);
  return nearest.empty() ? name : name + " (nearest: " + nearest + ")";
}

}  // namespace

bool CouldBeHead(const std::vector<size_t>& shape,
                 const std::vector<size_t>& usual) {
  const auto ones_after = [](const std::vector<size_t>& s, size_t axes) {
    return std::all_of(s.begin() + static_cast<ptrdiff_t>(axes), s.end(),
                       [](size_t side) { return side == 1; });
  };
  return shape.size() >= 2 && shape[1] == usual[1] && shape[0] > 0 &&
         ones_after(shape, 2) && ones_after(usual, 2);
}

size_t Match::Fitting() const {
  return static_cast<size_t>(std::count_if(
      keys.begin(), keys.end(), [](const KeyMatch& key) { return key.fits; }));
}

size_t Match::Present() const {
  return static_cast<size_t>(
      std::count_if(keys.begin(), keys.end(),
                    [](const KeyMatch& key) { return key.role.has_value(); }));
}

StatusOr<Match> MatchCheckpoint(const Checkpoint& checkpoint,
                                NetConfig config) {
  Match match;
  match.config = std::move(config);
  CAMGLASS_ASSIGN_OR_RETURN(match.net, BuildNet(match.config));
  const std::vector<std::string> keys = KeysOf(match.net.graph);
  match.spelling = SpellAs(checkpoint, NetworkOf(match.config), keys);
  const std::vector<TensorRole*> extra = RolesBeyond(keys, &match.spelling);
  if (const auto* head = FindRole(&match.spelling, match.net.head_weight))
    RefuseFurtherLayers(*head, extra, &match);
  else
    AdoptHead(extra, match.net, &match);
  CAMGLASS_RETURN_IF_ERROR(FitClasses(&match));
  FillKeys(&match);
  return match;
}

std::string Shortcomings(const Match& match) {
  if (!match.refusal.empty()) return match.refusal;
  std::vector<std::string> missing;
  std::vector<const KeyMatch*> wrong;
  for (const KeyMatch& key : match.keys) {
    if (!key.role && !key.fits) missing.push_back(key.key);
    if (key.role && !key.fits) wrong.push_back(&key);
  }
  const std::vector<std::string> known = KeysOf(match.net.graph);
  std::string text;
  const auto add = [&text](const std::string& part) {
    text += (text.empty() ? "" : "; ") + part;
  };
  if (!missing.empty())
    add("missing: " + ListSome(missing, [&](const std::string& key) {
          return WithNearest(key, match.unexpected);
        }));
  if (!wrong.empty())
    add("of another shape: " + ListSome(wrong, [&](const KeyMatch* key) {
          const auto& shape = match.spelling.roles[*key->role].shape;
          return key->key + " " + ShapeText(shape) + " where it needs " +
                 ShapeText(key->wanted);
        }));
  if (!match.unexpected.empty())
    add("unexpected: " + ListSome(match.unexpected, [&](const auto& name) {
          return WithNearest(name, known);
        }));
  return text;
}

}  // namespace camglass
