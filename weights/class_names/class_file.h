// Class names in a text file, one per line.
#ifndef CAMGLASS_WEIGHTS_CLASS_NAMES_CLASS_FILE_H_
#define CAMGLASS_WEIGHTS_CLASS_NAMES_CLASS_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// The lines of UTF-8 text without their ends: line feeds, with or without a
// carriage return before them. A byte order mark and blank lines at the end are
// left out; a blank line in between is an error, since it would shift the
// classes after it.
StatusOr<std::vector<std::string>> ParseClassNames(std::string_view text);

// The same of a file; its error names the file.
StatusOr<std::vector<std::string>> ReadClassFile(const std::string& path);

// Whether a class may have this name: not blank, UTF-8, not too long. The error
// starts with `where`.
Status CheckClassName(std::string_view name, const std::string& where);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CLASS_NAMES_CLASS_FILE_H_
