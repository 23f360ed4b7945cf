#include <string>

#include "tests/fuzz/fuzz_input.h"
#include "tools/audit/eval_record.h"
#include "tools/audit/labelled_set.h"

// A table of pictures and classes, or the records of an interrupted run.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(camglass::ParseLabels(text, ".").ok());
  const auto record = camglass::ParseEvalLine(text, 1000);
  if (record.ok()) static_cast<void>(camglass::ToLine(*record));
  return 0;
}
