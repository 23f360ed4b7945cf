// What REDUCE and BINPERSID stand for in torch's pickles: the calls that would
// make a tensor, turned into a description of it.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_REBUILD_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_REBUILD_H_

#include "engine/base/status.h"
#include "weights/torch/pickle_value.h"

namespace camglass {

// The value of `global` called with the tuple at `arguments`, which REDUCE
// would leave: a dict, a tensor, a value that holds nothing.
StatusOr<PickleValue> Rebuild(const PickleHeap& heap,
                              const PickleGlobalRef& global,
                              PickleRef arguments);

// The storage that a persistent id ("storage", type, key, place, elements)
// names; inert where its numbers are of a type that is not read.
StatusOr<PickleValue> StorageOfPersistentId(const PickleHeap& heap,
                                            PickleRef id);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_REBUILD_H_
