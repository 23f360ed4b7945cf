#include "tests/nets/uniform_net.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace camglass {
namespace {

// Of a param of that name and shape. A batch norm's weight has one axis.
float ValueOf(const Param& param) {
  if (param.name.ends_with("running_var")) return 1;
  if (!param.name.ends_with("weight")) return 0;
  return param.shape.size() == 1 ? 1.0f
                                 : 1.0f / static_cast<float>(param.row_size());
}

}  // namespace

Net UniformNet(const NetId& id, size_t classes) {
  Net net = UnboundNet(id, classes);
  for (Param& param : net.graph.params) {
    const auto values =
        std::make_shared<std::vector<float>>(param.size(), ValueOf(param));
    param.data = values->data();
    param.owner = values;
  }
  return net;
}

}  // namespace camglass
