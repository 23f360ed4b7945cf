// The result of anything that outside input can make fail.
//
// A message is one sentence for a user: what is wrong, where, what to do. The
// public API throws nothing; callers must look at every Status.
#ifndef CAMGLASS_ENGINE_BASE_STATUS_H_
#define CAMGLASS_ENGINE_BASE_STATUS_H_

#include <optional>
#include <string>
#include <utility>

#include "engine/base/check.h"

namespace camglass {

enum class StatusCode {
  kOk,
  kInvalidInput,      // the bytes or values given can't be used
  kNotFound,          // no such file, model, class, value
  kAlreadyExists,     // an output that would be overwritten
  kIoError,           // the system refused: disk full, permission, ...
  kUsage,             // wrong use of a command: exit status 2
  kAmbiguous,         // a name that fits several things
  kPermissionDenied,  // a device or file that this user may not open
  kBusy,              // in use by another program
  kUnavailable,       // gone, or not answering; may come back
  kUnsupported,       // works, but offers nothing that we can use
  kExhausted,         // the system or bus has no room left for this
};

class [[nodiscard]] Status {
 public:
  Status() = default;  // ok
  Status(StatusCode code, std::string message)
      : code_(code), message_(std::move(message)) {}

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }
  const std::string& message() const { return message_; }

  // The same error with "where: " put before its message.
  Status WithContext(const std::string& where) const {
    return ok() ? *this : Status(code_, where + ": " + message_);
  }

 private:
  StatusCode code_ = StatusCode::kOk;
  std::string message_;
};

inline Status InvalidInput(std::string message) {
  return Status(StatusCode::kInvalidInput, std::move(message));
}
inline Status NotFound(std::string message) {
  return Status(StatusCode::kNotFound, std::move(message));
}
inline Status AlreadyExists(std::string message) {
  return Status(StatusCode::kAlreadyExists, std::move(message));
}
inline Status IoError(std::string message) {
  return Status(StatusCode::kIoError, std::move(message));
}
inline Status UsageError(std::string message) {
  return Status(StatusCode::kUsage, std::move(message));
}
inline Status Ambiguous(std::string message) {
  return Status(StatusCode::kAmbiguous, std::move(message));
}
inline Status PermissionDenied(std::string message) {
  return Status(StatusCode::kPermissionDenied, std::move(message));
}
inline Status Busy(std::string message) {
  return Status(StatusCode::kBusy, std::move(message));
}
inline Status Unavailable(std::string message) {
  return Status(StatusCode::kUnavailable, std::move(message));
}
inline Status Unsupported(std::string message) {
  return Status(StatusCode::kUnsupported, std::move(message));
}
inline Status Exhausted(std::string message) {
  return Status(StatusCode::kExhausted, std::move(message));
}

// A value, or the Status that says why there is none.
template <typename T>
class [[nodiscard]] StatusOr {
 public:
  // Implicit, so that a function can return either.
  // NOLINTNEXTLINE(google-explicit-constructor)
  StatusOr(T value) : value_(std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  StatusOr(Status status) : status_(std::move(status)) {
    CAMGLASS_CHECK(!status_.ok());
  }

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }

  // The value; only where ok().
  T& operator*() & { return Get(); }
  const T& operator*() const& { return const_cast<StatusOr*>(this)->Get(); }
  T&& operator*() && { return std::move(Get()); }
  T* operator->() { return &Get(); }
  const T* operator->() const { return &const_cast<StatusOr*>(this)->Get(); }

 private:
  T& Get() {
    CAMGLASS_CHECK(value_.has_value());
    return *value_;
  }

  Status status_;
  std::optional<T> value_;
};

}  // namespace camglass

#define CAMGLASS_RETURN_IF_ERROR(expression)             \
  do {                                                   \
    ::camglass::Status camglass_status_ = (expression);  \
    if (!camglass_status_.ok()) return camglass_status_; \
  } while (false)

#define CAMGLASS_CONCAT_INNER_(a, b) a##b
#define CAMGLASS_CONCAT_(a, b) CAMGLASS_CONCAT_INNER_(a, b)

// CAMGLASS_ASSIGN_OR_RETURN(auto x, F()): x = *F(), or returns F's error.
#define CAMGLASS_ASSIGN_OR_RETURN(lhs, expression)                          \
  CAMGLASS_ASSIGN_OR_RETURN_IMPL_(CAMGLASS_CONCAT_(camglass_or_, __LINE__), \
                                  lhs, expression)
#define CAMGLASS_ASSIGN_OR_RETURN_IMPL_(temp, lhs, expression) \
  auto temp = (expression);                                    \
  if (!temp.ok()) return temp.status();                        \
  lhs = *std::move(temp)

#endif  // CAMGLASS_ENGINE_BASE_STATUS_H_
