// Asks everything to stop: threads that wait in poll() see it, too.
#ifndef CAMGLASS_CAMAPP_LIVE_STOP_SIGNAL_H_
#define CAMGLASS_CAMAPP_LIVE_STOP_SIGNAL_H_

namespace camglass {

class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void Set();  // also from a signal handler
  bool IsSet() const;
  int fd() const { return fd_; }  // readable once it is set, and from then on

 private:
  int fd_;
};

// While this object lives, SIGINT, SIGTERM and SIGHUP set `stop`; a second
// SIGINT or SIGTERM ends the process as it would have without us. (A terminal
// that is closed sends several SIGHUPs, and nohup none.) A reader that goes
// away is told by write errors instead of SIGPIPE. One at a time.
class StopOnSignals {
 public:
  explicit StopOnSignals(StopSignal* stop);
  ~StopOnSignals();
  StopOnSignals(const StopOnSignals&) = delete;
  StopOnSignals& operator=(const StopOnSignals&) = delete;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_STOP_SIGNAL_H_
