// camglass as a C++17 library: which class a network sees in a picture, and
// where.
//
//   auto network = camglass::Network::Open("squeezenet1_1");
//   if (!network.ok()) return Complain(network.status().message());
//   auto seen = network->Explain({rgb, height, width});
//   if (!seen.ok()) return Complain(seen.status().message());
//   std::cout << seen->Top(1).front().name << "\n";
//
// A thin cover of camglass_c.h, whose comments hold for the functions of the
// same names here; its rules for threads do, too. The library throws nothing;
// the strings and vectors made in this header may, where memory runs out. What
// was moved from can only be assigned to and destroyed.
#ifndef CAMGLASS_H_
#define CAMGLASS_H_

#include <camglass_c.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace camglass {
inline namespace v1 {

enum class Code {
  kOk = CAMGLASS_OK,
  kInvalidInput = CAMGLASS_INVALID_INPUT,
  kNotFound = CAMGLASS_NOT_FOUND,
  kAmbiguous = CAMGLASS_AMBIGUOUS,
  kIoError = CAMGLASS_IO_ERROR,
  kPermissionDenied = CAMGLASS_PERMISSION_DENIED,
  kOutOfMemory = CAMGLASS_OUT_OF_MEMORY,
  kUsage = CAMGLASS_USAGE,
  kInternal = CAMGLASS_INTERNAL,
};

// Whether a call did what it was asked for, and why not: one sentence.
class [[nodiscard]] Status {
 public:
  Status() = default;  // ok
  // What the C function that has just returned `code` says.
  explicit Status(camglass_code code) : code_(static_cast<Code>(code)) {
    if (!ok()) message_ = camglass_error();
  }

  bool ok() const { return code_ == Code::kOk; }
  Code code() const { return code_; }
  const std::string& message() const { return message_; }

 private:
  Code code_ = Code::kOk;
  std::string message_;
};

// A value, or the Status that says why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}          // NOLINT
  Result(Status status) : status_(std::move(status)) {}  // NOLINT

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }

  // Only where ok().
  T& operator*() & { return Checked(); }
  T&& operator*() && { return std::move(Checked()); }
  const T& operator*() const& { return const_cast<Result*>(this)->Checked(); }
  T* operator->() { return &Checked(); }
  const T* operator->() const { return &const_cast<Result*>(this)->Checked(); }

 private:
  T& Checked() {
    assert(ok());
    return *value_;
  }

  Status status_;
  std::optional<T> value_;
};

// Floats that belong to an explanation, and are valid until it changes.
class Floats {
 public:
  Floats(const float* data, size_t size) : data_(data), size_(size) {}
  const float* data() const { return data_; }
  size_t size() const { return size_; }
  const float* begin() const { return data_; }
  const float* end() const { return data_ + size_; }
  float operator[](size_t i) const { return data_[i]; }

 private:
  const float* data_;
  size_t size_;
};

struct Size {
  size_t height = 0;
  size_t width = 0;
};

// 8-bit RGB pixels; see camglass_explain.
struct Pixels {
  const uint8_t* rgb = nullptr;
  size_t height = 0;
  size_t width = 0;
  ptrdiff_t row_stride = 0;  // bytes; 0: 3 * width
};

struct Options : camglass_options {
  Options() : camglass_options() {
    camglass_options_init(this, sizeof(camglass_options));
  }
};

struct OverlayOptions : camglass_overlay_options {
  OverlayOptions() : camglass_overlay_options() {
    camglass_overlay_options_init(this, sizeof(camglass_overlay_options));
  }
};

// What a network says of one picture.
class Explanation {
 public:
  Explanation() = default;  // empty, for Network::Explain to fill

  // Of all classes, in the classes' order.
  Floats logits() const { return {camglass_logits(get()), classes()}; }
  Floats scores() const { return {camglass_scores(get()), classes()}; }
  size_t classes() const { return camglass_score_count(get()); }
  size_t non_finite() const { return camglass_non_finite(get()); }

  // The most likely classes, best first: at most count, fewer where there are
  // not as many.
  std::vector<camglass_ranked> Top(size_t count) const {
    std::vector<camglass_ranked> top(count < classes() ? count : classes());
    top.resize(camglass_top(get(), top.size(), top.data()));
    return top;
  }

  Size map_size() const {
    Size size;
    camglass_map_size(get(), &size.height, &size.width);
    return size;
  }
  // [map_size().height][map_size().width]
  Result<std::vector<float>> Map(size_t class_index) const {
    std::vector<float> map(map_size().height * map_size().width);
    const Status status(camglass_map(get(), class_index, map.data()));
    if (!status.ok()) return status;
    return map;
  }

  // [map_size().height][map_size().width][channels()]
  Floats features() const {
    size_t channels = 0;
    const float* data = camglass_features(get(), &channels);
    return {data, map_size().height * map_size().width * channels};
  }
  size_t channels() const {
    size_t channels = 0;
    camglass_features(get(), &channels);
    return channels;
  }

  Size picture_size() const {
    Size size;
    camglass_picture_size(get(), &size.height, &size.width);
    return size;
  }
  camglass_region covered() const {
    camglass_region region{};
    camglass_covered(get(), &region);
    return region;
  }

  // The class's map over the picture: [height][width][3] of picture_size().
  Result<std::vector<uint8_t>> Overlay(
      size_t class_index, const OverlayOptions& options = {}) const {
    std::vector<uint8_t> rgb(picture_size().height * picture_size().width * 3);
    const Status status(
        camglass_overlay(get(), class_index, &options, rgb.data(), 0));
    if (!status.ok()) return status;
    return rgb;
  }

  const camglass_explanation* get() const { return handle_.get(); }

 private:
  friend class Network;
  struct Free {
    void operator()(camglass_explanation* handle) const {
      camglass_explanation_free(handle);
    }
  };
  std::unique_ptr<camglass_explanation, Free> handle_;
};

// A model ready to explain pictures. Closed when it is destroyed.
class Network {
 public:
  static Result<Network> Open(const std::string& file_or_name,
                              const Options& options = {}) {
    camglass_network* handle = nullptr;
    const auto code = camglass_open(file_or_name.c_str(), &options, &handle);
    return Made(code, handle);
  }
  static Result<Network> OpenMemory(const void* bytes, size_t size,
                                    const Options& options = {}) {
    camglass_network* handle = nullptr;
    const auto code = camglass_open_memory(bytes, size, &options, &handle);
    return Made(code, handle);
  }
  Result<Network> Clone() const {
    camglass_network* handle = nullptr;
    const auto code = camglass_clone(get(), &handle);
    return Made(code, handle);
  }

  std::string arch() const { return camglass_arch(get()); }
  std::string variant() const { return camglass_variant(get()); }
  std::string score_rule() const { return camglass_score_rule(get()); }
  size_t threads() const { return camglass_threads(get()); }
  size_t classes() const { return camglass_class_count(get()); }
  // Empty where there is no such class.
  std::string ClassName(size_t class_index) const {
    const char* name = camglass_class_name(get(), class_index);
    return name == nullptr ? "" : name;
  }
  Result<size_t> FindClass(const std::string& query) const {
    size_t index = 0;
    const Status status(camglass_find_class(get(), query.c_str(), &index));
    if (!status.ok()) return status;
    return index;
  }

  Status Prepare(size_t height, size_t width) {
    return Status(camglass_prepare(handle_.get(), height, width));
  }
  Result<Explanation> Explain(const Pixels& pixels) {
    Explanation explanation;
    const Status status = Explain(pixels, &explanation);
    if (!status.ok()) return status;
    return explanation;
  }
  // Into an explanation whose memory is used again; empty after an error.
  Status Explain(const Pixels& pixels, Explanation* explanation) {
    camglass_explanation* handle = explanation->handle_.release();
    const auto code =
        camglass_explain(handle_.get(), pixels.rgb, pixels.height, pixels.width,
                         pixels.row_stride, &handle);
    explanation->handle_.reset(handle);
    return Status(code);
  }

  const camglass_network* get() const { return handle_.get(); }

 private:
  struct Free {
    void operator()(camglass_network* handle) const {
      camglass_network_free(handle);
    }
  };
  explicit Network(camglass_network* handle) : handle_(handle) {}
  static Result<Network> Made(camglass_code code, camglass_network* handle) {
    if (code != CAMGLASS_OK) return Status(code);
    return Network(handle);
  }
  std::unique_ptr<camglass_network, Free> handle_;
};

}  // namespace v1
}  // namespace camglass

#endif  // CAMGLASS_H_
