// Holds a checkpoint against what one variant of one architecture needs.
#ifndef CAMGLASS_WEIGHTS_CONVERT_MATCH_H_
#define CAMGLASS_WEIGHTS_CONVERT_MATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/convert/tensor_role.h"

namespace camglass {

// One key of the network and what the checkpoint has for it.
struct KeyMatch {
  std::string key;
  std::vector<size_t> wanted;  // shape
  std::optional<size_t> role;  // in Match::spelling.roles; none: missing
  bool fits = false;           // there and of that shape, or not needed
};

struct Match {
  NetConfig config;  // classes as the head has them
  Net net;           // of that config
  Spelling spelling;
  std::vector<KeyMatch> keys;           // in the network's order
  std::vector<std::string> unexpected;  // names that the network lacks
  std::vector<size_t> head_shape;       // empty where no head was found
  std::string renamed_head;        // what the head is called, if not as usual
  bool head_without_bias = false;  // zeros take its place
  bool head_is_matrix = false;     // [classes, channels], not a convolution
  std::string refusal;             // why it can't be used even if all keys fit

  size_t Fitting() const;
  size_t Present() const;  // keys that are there, of whatever shape
  bool Complete() const {
    return Fitting() == keys.size() && unexpected.empty() && refusal.empty();
  }
};

// Whether a weight of this shape could take the place of a head of the `usual`
// one: alike but for the number of classes. A dense head may stand as a 1x1
// convolution and the other way round.
bool CouldBeHead(const std::vector<size_t>& shape,
                 const std::vector<size_t>& usual);

// `config` is a DefaultConfig; its number of classes is taken from the head: a
// tensor of the usual name, or else the only weight that could be one. Its bias
// may be missing. A head of two or more layers is refused: CAM needs one linear
// map.
StatusOr<Match> MatchCheckpoint(const Checkpoint& checkpoint, NetConfig config);

// What keeps the match from being complete, in one sentence that lists the
// first few keys with the nearest known name.
std::string Shortcomings(const Match& match);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_MATCH_H_
