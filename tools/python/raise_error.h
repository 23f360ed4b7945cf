// camglass's errors as Python's, for the modules that use its insides.
#ifndef CAMGLASS_TOOLS_PYTHON_RAISE_ERROR_H_
#define CAMGLASS_TOOLS_PYTHON_RAISE_ERROR_H_

#include <nanobind/nanobind.h>

#include <string>
#include <utility>

#include "engine/base/status.h"

namespace camglass {

// Any bytes as a Python text.
inline nanobind::object PythonText(const std::string& bytes) {
  return nanobind::steal(PyUnicode_DecodeUTF8(
      bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace"));
}

// The exception of _errors.py that has the code's name.
[[noreturn]] inline void RaiseError(const Status& status) {
  const char* name = "InvalidInputError";
  switch (status.code()) {
    case StatusCode::kNotFound:
      name = "NotFoundError";
      break;
    case StatusCode::kAmbiguous:
      name = "AmbiguousError";
      break;
    case StatusCode::kUsage:
      name = "UsageError";
      break;
    case StatusCode::kIoError:
    case StatusCode::kAlreadyExists:
    case StatusCode::kBusy:
    case StatusCode::kUnavailable:
    case StatusCode::kPermissionDenied:
      name = "FileError";
      break;
    case StatusCode::kExhausted:
      name = "OutOfMemoryError";
      break;
    case StatusCode::kOk:
    case StatusCode::kInvalidInput:
    case StatusCode::kUnsupported:
      break;
  }
  const nanobind::object type =
      nanobind::module_::import_("camglass._errors").attr(name);
  PyErr_SetObject(type.ptr(), PythonText(status.message()).ptr());
  throw nanobind::python_error();
}

template <typename T>
T ValueOrRaise(StatusOr<T> value) {
  if (!value.ok()) RaiseError(value.status());
  return *std::move(value);
}

// `work`, which touches nothing of Python's, without the interpreter's lock.
template <typename Work>
auto WithoutLock(const Work& work) {
  const nanobind::gil_scoped_release unlocked;
  return work();
}

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_PYTHON_RAISE_ERROR_H_
