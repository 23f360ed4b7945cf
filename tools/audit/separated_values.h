// Tables as text: comma- or tab-separated values (RFC 4180), read and written.
#ifndef CAMGLASS_TOOLS_AUDIT_SEPARATED_VALUES_H_
#define CAMGLASS_TOOLS_AUDIT_SEPARATED_VALUES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

struct SeparatedRow {
  size_t line = 0;                  // counted from 1, of its first character
  std::vector<std::string> fields;  // at least one
};

// The rows of `text`, blank lines apart. Fields are separated by tabs where the
// first line has one, else by commas. A field in double quotes may hold
// separators, line breaks and quotes, which are doubled. A byte order mark is
// skipped. Fails, naming the line, where a quote is not closed or text follows
// a closing quote.
StatusOr<std::vector<SeparatedRow>> ParseSeparatedValues(std::string_view text);

// A field for a comma-separated line, quoted where it has to be. Text that a
// spreadsheet would run as a formula (it begins with = + - @, a tab or a
// carriage return) gets an apostrophe in front.
std::string CommaSeparatedField(std::string_view text);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_SEPARATED_VALUES_H_
