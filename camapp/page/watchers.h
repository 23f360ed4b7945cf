// Who looks at the page's pictures, and at which.
#ifndef CAMGLASS_CAMAPP_PAGE_WATCHERS_H_
#define CAMGLASS_CAMAPP_PAGE_WATCHERS_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace camglass {

// The same scene for different screens.
enum class PictureShape {
  kWide,  // the panes side by side
  kTall,  // one above the other, for a page that is narrow
};
inline constexpr PictureShape kPictureShapes[] = {PictureShape::kWide,
                                                  PictureShape::kTall};

// For a page of so many of a browser's pixels; without a width, kWide.
PictureShape ShapeForWidth(std::optional<uint64_t> width);

// Safe for several threads.
class Watchers {
 public:
  // At most so many look at the same time.
  explicit Watchers(unsigned most) : most_(most) {}

  // One who looks, until it is destroyed. Watchers must outlive it.
  class Seat {
   public:
    Seat(Seat&& other) noexcept
        : all_(std::exchange(other.all_, nullptr)),
          shape_(other.shape_),
          needs_new_(other.needs_new_) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat();

    PictureShape shape() const { return shape_; }
    // Nobody has looked at this shape, so that its last picture is old, or a
    // picture was asked for that shows this very moment.
    bool needs_new() const { return needs_new_; }

   private:
    friend class Watchers;
    Seat(Watchers* all, PictureShape shape, bool needs_new)
        : all_(all), shape_(shape), needs_new_(needs_new) {}

    Watchers* all_;
    PictureShape shape_;
    bool needs_new_;
  };

  // None where all places are taken.
  std::optional<Seat> Enter(PictureShape shape, bool wants_new);

  // Somebody is there, or was a moment ago: pages ask for one picture after the
  // other.
  bool look_at(PictureShape shape) const;
  // How many seats with needs_new there were so far.
  uint64_t newcomers() const;

 private:
  struct Side {
    unsigned count = 0;
    std::chrono::steady_clock::time_point until;  // looked at, if count is 0
  };

  bool LookAt(const Side& side) const;

  const unsigned most_;
  mutable std::mutex mutex_;
  std::array<Side, std::size(kPictureShapes)> sides_;
  uint64_t newcomers_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_WATCHERS_H_
