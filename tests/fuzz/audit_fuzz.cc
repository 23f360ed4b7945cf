#include <string>

#include "tests/fuzz/fuzz_input.h"
#include "tools/audit/audit_record.h"
#include "tools/audit/audit_run.h"
#include "tools/audit/eval_run.h"
#include "tools/metrics/metrics_record.h"

// The records and the settings of an interrupted audit, eval or metrics run, or
// of a shard.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto run = camglass::ParseAuditRun(text);
  if (run.ok()) static_cast<void>(camglass::ToJson(*run));
  const camglass::RecordShape of_the_seeds = {1000, 2, {14, 14}};
  const auto record = camglass::ParseAuditLine(text, of_the_seeds);
  if (record.ok()) static_cast<void>(camglass::ToLine(*record));
  const auto eval = camglass::ParseEvalRun(text);
  if (eval.ok()) static_cast<void>(camglass::ToJson(*eval));
  const auto metrics = camglass::ParseMetricsLine(text, 1000);
  if (metrics.ok()) static_cast<void>(camglass::ToLine(*metrics));
  return 0;
}
