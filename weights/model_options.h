// The "camglass.options" of a model file: those fields of NetConfig that the
// architecture has, as JSON.
#ifndef CAMGLASS_WEIGHTS_MODEL_OPTIONS_H_
#define CAMGLASS_WEIGHTS_MODEL_OPTIONS_H_

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "engine/base/status.h"
#include "weights/model_info.h"

namespace camglass {

// Whether the value is that text. The library's own comparison makes a value of
// the text first, and ends the program where memory runs out at that.
bool IsText(const nlohmann::json& value, std::string_view text);

nlohmann::json OptionsToJson(const ModelInfo& info);

// Sets what `options` names in info->config (of its arch) and
// info->transform_input; the rest stays.
Status ApplyOptions(const nlohmann::json& options, ModelInfo* info);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_MODEL_OPTIONS_H_
