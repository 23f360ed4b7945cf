// What standard error is, and what can be drawn on it.
#ifndef CAMGLASS_ENGINE_BASE_ERROR_TERMINAL_H_
#define CAMGLASS_ENGINE_BASE_ERROR_TERMINAL_H_

#include <cstddef>

namespace camglass {

struct ErrorTerminal {
  size_t columns = 0;  // 0: standard error is not a terminal
  bool utf8 = false;
};

ErrorTerminal DescribeErrorTerminal();

// Whether standard error goes into systemd's journal, which others may read.
bool ErrorsGoToJournal();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_ERROR_TERMINAL_H_
