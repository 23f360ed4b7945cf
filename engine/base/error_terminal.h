// What can be drawn on standard error.
#ifndef CAMGLASS_ENGINE_BASE_ERROR_TERMINAL_H_
#define CAMGLASS_ENGINE_BASE_ERROR_TERMINAL_H_

#include <cstddef>

namespace camglass {

struct ErrorTerminal {
  size_t columns = 0;  // 0: standard error is not a terminal
  bool utf8 = false;
};

ErrorTerminal DescribeErrorTerminal();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_ERROR_TERMINAL_H_
