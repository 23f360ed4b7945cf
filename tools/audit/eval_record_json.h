// An evaluation's record as JSON, for records that hold more.
#ifndef CAMGLASS_TOOLS_AUDIT_EVAL_RECORD_JSON_H_
#define CAMGLASS_TOOLS_AUDIT_EVAL_RECORD_JSON_H_

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/base/status.h"
#include "tools/audit/eval_record.h"

namespace camglass {

nlohmann::ordered_json JsonOf(const EvalRecord& record);

// Fails as ParseEvalLine does; further keys are ignored.
StatusOr<EvalRecord> EvalRecordOf(const nlohmann::ordered_json& json,
                                  size_t classes);

// A record's line. An error may quote any bytes.
std::string LineOf(const nlohmann::ordered_json& json);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVAL_RECORD_JSON_H_
