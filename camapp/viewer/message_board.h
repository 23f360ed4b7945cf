// What is said to whoever looks: one message at a time, for a while.
#ifndef CAMGLASS_CAMAPP_VIEWER_MESSAGE_BOARD_H_
#define CAMGLASS_CAMAPP_VIEWER_MESSAGE_BOARD_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

namespace camglass {

// Used by one thread, but for Post. Takes the place of the message before.
class MessageBoard {
 public:
  // log: gets failures, a line without its end each; may be empty.
  explicit MessageBoard(std::function<void(const std::string& line)> log)
      : log_(std::move(log)) {}

  // Nothing happens for an empty message.
  void Tell(std::string message);
  // What must not be missed: for longer, and in the log.
  void TellFailure(const std::string& message);
  // From any thread; told at the next Update.
  void Post(std::string message);

  // Brings *message up to date: empty where there is none, or no longer. True
  // where something was told, or has passed, since the last call.
  bool Update(int64_t now_ns, std::string* message);

 private:
  const std::function<void(const std::string&)> log_;
  std::string told_;
  int64_t until_ns_ = 0;
  bool changed_ = false;
  std::mutex mutex_;
  std::string posted_;  // empty: nothing
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_MESSAGE_BOARD_H_
