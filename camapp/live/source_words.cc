#include "camapp/live/source_words.h"

namespace camglass {

std::vector<std::string> WaitingWords(const SourceState& source) {
  const std::string& now = source.state;
  if (now == "absent")
    return {source.name + " is gone", "Plug it in again: it is waited for"};
  if (now == "stalled" || now == "retrying")
    return {source.name + " gives no frames", "It is being tried again"};
  if (now == "damaged")
    return {source.name + " gives only damaged frames",
            std::to_string(source.damaged()) +
                " so far; try another cable, port or --format"};
  return {};
}

}  // namespace camglass
