// What there is to say where a signal ends the program.
#ifndef CAMGLASS_ENGINE_BASE_SIGNAL_NOTE_H_
#define CAMGLASS_ENGINE_BASE_SIGNAL_NOTE_H_

#include <string>

namespace camglass {

// While this object lives, SIGINT, SIGTERM and SIGHUP write its text, escaped,
// on a line of its own on standard error before they end the program (see
// process_start.h). One at a time. An empty text, and one longer than some 4
// KB, is not written.
class SignalNote {
 public:
  explicit SignalNote(const std::string& text);
  ~SignalNote();
  SignalNote(const SignalNote&) = delete;
  SignalNote& operator=(const SignalNote&) = delete;
};

// Writes it. Made for signal handlers.
void WriteSignalNote();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_SIGNAL_NOTE_H_
