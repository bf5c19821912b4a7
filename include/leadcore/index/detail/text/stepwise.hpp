// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_STEPWISE_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_STEPWISE_HPP

// Long work in short steps: coroutines that pause now and then.

#include <leadcore/version.hpp>

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The work between two pauses, a unit being some five nanoseconds.
inline constexpr std::size_t units_of_step = 2048;

/// Work that its owner continues. `co_yield units` states what was done and pauses when that is a
/// step; `co_yield other_work` does all of that work first.
class [[nodiscard]] stepwise {
 public:
  struct promise_type;

  stepwise() = default;
  stepwise(stepwise&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  stepwise& operator=(stepwise other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~stepwise() {
    if (frame_) {
      frame_.destroy();
    }
  }

  /// Continues until `units` are used up or nothing is left to do. The last step may exceed them.
  /// @return the units that are left
  /// @par Exceptions
  /// those of the work, which then has failed
  /// @pre !has_failed()
  std::size_t run(std::size_t units);
  /// Continues to the end.
  void finish() { static_cast<void>(run(~std::size_t{0})); }
  [[nodiscard]] bool is_done() const noexcept { return !frame_ || frame_.done(); }
  [[nodiscard]] bool has_failed() const noexcept;

 private:
  using frame = std::coroutine_handle<promise_type>;
  explicit stepwise(frame of) noexcept : frame_(of) {}

  void rethrow() const;
  /// Continues to the next pause, and returns the units of that step.
  std::size_t step();

  frame frame_{};
};

struct stepwise::promise_type {
  struct pause {
    promise_type& of;

    [[nodiscard]] bool await_ready() const noexcept {
      return of.other.is_done() && of.units < units_of_step;
    }
    void await_suspend(frame) const noexcept {}
    void await_resume() const {
      if (of.other.frame_) {
        std::exchange(of.other, {}).rethrow();
      }
    }
  };

  [[nodiscard]] stepwise get_return_object() noexcept {
    return stepwise(frame::from_promise(*this));
  }
  [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
  [[nodiscard]] std::suspend_always final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  [[nodiscard]] pause yield_value(std::size_t done) noexcept {
    units += done;
    return {*this};
  }
  [[nodiscard]] pause yield_value(stepwise first) noexcept {
    other = std::move(first);
    return {*this};
  }

  stepwise other{};      // to be finished first
  std::size_t units = 0; // since the last pause
  std::exception_ptr error{};
};

inline bool stepwise::has_failed() const noexcept {
  return frame_ && frame_.promise().error != nullptr;
}
inline void stepwise::rethrow() const {
  if (has_failed()) {
    std::rethrow_exception(frame_.promise().error);
  }
}
inline std::size_t stepwise::step() {
  promise_type& of = frame_.promise();
  if (!of.other.is_done()) {
    return of.other.step();
  }
  frame_.resume();
  return std::exchange(of.units, 0);
}
inline std::size_t stepwise::run(std::size_t units) {
  while (units != 0 && !is_done()) {
    units -= std::min(units, step());
  }
  rethrow();
  return units;
}

template <class Visit> void for_each_between(std::size_t begin, std::size_t end, Visit& visit) {
  for (; begin < end; ++begin) {
    visit(begin);
  }
}
/// Calls visit(i) for each i < count.
/// @param units  of each call
template <class Visit>
stepwise for_each_below(std::size_t count, Visit visit, std::size_t units = 1) {
  const std::size_t size = units_of_step / units;
  for (std::size_t begin = 0; begin < count; begin += size) {
    const std::size_t end = std::min(begin + size, count);
    for_each_between(begin, end, visit); // in registers, not in a frame
    co_yield (end - begin) * units;
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
