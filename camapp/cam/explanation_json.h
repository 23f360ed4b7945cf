// An Explanation as the JSON object that scripts read, a line each.
#ifndef CAMGLASS_CAMAPP_CAM_EXPLANATION_JSON_H_
#define CAMGLASS_CAMAPP_CAM_EXPLANATION_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "camapp/cam/explain.h"
#include "engine/tensor.h"

namespace camglass {

// In the order in which the keys are added; "picture" or "frame" and its value
// stand where scripts expect them. map: the one to tell of, which need not be
// the explanation's own.
nlohmann::ordered_json ToJsonObject(
    const Explainer& explainer, const Explanation& explanation,
    const ClassMap& map, const std::string& model, const char* subject_key,
    const nlohmann::ordered_json& subject, Extent picture_size);

// One line without its end.
std::string ToLine(const nlohmann::ordered_json& json);

// One line without its end. Non-finite numbers are null; names that are no
// valid UTF-8 have their bad bytes replaced.
std::string ToJson(const Explainer& explainer, const Explanation& explanation,
                   const std::string& model, const std::string& picture,
                   Extent picture_size);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_EXPLANATION_JSON_H_
