// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_STEPWISE_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_STEPWISE_HPP

// Long work in short steps: coroutines that pause now and then.

#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
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
  [[gnu::noinline]] ~stepwise() {
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

  /// Continues to the next pause, and returns the units of that step.
  std::size_t step() const;

  frame frame_{};
};

struct stepwise::promise_type {
  struct pause {
    bool is_step;

    [[nodiscard]] bool await_ready() const noexcept { return !is_step; }
    void await_suspend(frame) const noexcept {}
    void await_resume() const noexcept {}
  };
  struct pause_for_other {
    promise_type& of;

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(frame) const noexcept {}
    [[gnu::noinline]] void await_resume() const {
      std::exchange(of.other, frame{}).promise().rethrow();
    }
  };

  [[nodiscard]] stepwise get_return_object() noexcept {
    return stepwise(frame::from_promise(*this));
  }
  [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
  [[nodiscard]] std::suspend_always final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  [[gnu::noinline]] void unhandled_exception() noexcept { error = std::current_exception(); }
  [[nodiscard]] pause yield_value(std::size_t done) noexcept {
    units += done;
    return {units >= units_of_step};
  }
  /// @pre first is work; it lives as long as the co_yield
  [[nodiscard]] pause_for_other yield_value(const stepwise& first) noexcept {
    other = first.frame_;
    return {*this};
  }
  void rethrow() const {
    if (error != nullptr) {
      fail();
    }
  }
  [[noreturn]] void fail() const { std::rethrow_exception(error); }

  frame other{};         // to be finished first
  std::size_t units = 0; // since the last pause
  std::exception_ptr error{};
};

inline bool stepwise::has_failed() const noexcept {
  return frame_ && frame_.promise().error != nullptr;
}
inline std::size_t stepwise::step() const {
  frame innermost = frame_;
  for (frame next = frame_; next && !next.done(); next = next.promise().other) {
    innermost = next;
  }
  innermost.resume();
  return std::exchange(innermost.promise().units, 0);
}
inline std::size_t stepwise::run(std::size_t units) {
  while (units != 0 && !is_done()) {
    units -= std::min(units, step());
  }
  if (frame_) {
    frame_.promise().rethrow();
  }
  return units;
}

/// A function_ref that is called with each index of a range. So one coroutine serves all functions,
/// and the loop keeps its variables in registers.
class range_visitor {
 public:
  /// @param visit  must outlive the reference
  template <class Visit>
    requires(!std::same_as<Visit, range_visitor>)
  range_visitor(const Visit& visit) noexcept
      : visit_(&visit), call_([](const void* of, std::size_t begin, std::size_t end) {
          for (; begin < end; ++begin) {
            (*static_cast<const Visit*>(of))(begin);
          }
        }) {}

  void operator()(std::size_t begin, std::size_t end) const { call_(visit_, begin, end); }

 private:
  const void* visit_;
  void (*call_)(const void*, std::size_t, std::size_t);
};
/// Calls visit(i) for each i < count.
/// @param visit  must outlive the work, as a temporary of the same co_yield does
/// @param units  of each call
inline stepwise for_each_below(std::size_t count, range_visitor visit, std::size_t units = 1) {
  const std::size_t size = units_of_step / units;
  for (std::size_t begin = 0; begin < count; begin += size) {
    const std::size_t end = std::min(begin + size, count);
    visit(begin, end);
    co_yield (end - begin) * units;
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
