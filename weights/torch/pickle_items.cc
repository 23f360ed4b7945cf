#include "weights/torch/pickle_items.h"

#include <vector>

namespace camglass {
namespace {

// Items of an object whose class is not known; it keeps none.
Status DropItems(PickleStack* stack, const char* operation) {
  const auto* object = stack->Top<PickleInert>();
  return object != nullptr && object->takes_items ? Status()
                                                  : PickleMisused(operation);
}

}  // namespace

Status AppendItems(PickleStack* stack, bool many) {
  std::vector<PickleRef> items(1);
  CAMGLASS_RETURN_IF_ERROR(many ? stack->TakeToMark(&items)
                                : stack->Pop(&items[0]));
  auto* list = stack->Top<PickleList>();
  if (list == nullptr) return DropItems(stack, "APPEND");
  list->items.insert(list->items.end(), items.begin(), items.end());
  return Status();
}

Status SetItems(PickleStack* stack, bool many) {
  std::vector<PickleRef> items(2);
  CAMGLASS_RETURN_IF_ERROR(many ? stack->TakeToMark(&items)
                                : stack->PopTwo(&items[0], &items[1]));
  auto* dict = stack->Top<PickleDict>();
  if (items.size() % 2 != 0) return PickleMisused("SETITEM");
  if (dict == nullptr) return DropItems(stack, "SETITEM");
  for (size_t i = 0; i < items.size(); i += 2)
    dict->items.emplace_back(items[i], items[i + 1]);
  return Status();
}

Status AddItems(PickleStack* stack) {
  CAMGLASS_RETURN_IF_ERROR(stack->DropToMark());
  const auto* set = stack->Top<PickleInert>();
  return set != nullptr && set->is_set ? Status()
                                       : DropItems(stack, "ADDITEMS");
}

}  // namespace camglass
