// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_FUNCTION_REF_HPP
#define LEADCORE_TEXT_FUNCTION_REF_HPP

// A reference to a function object whose type the callee does not know.

#include <leadcore/version.hpp>

#include <concepts>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::detail {

template <class Signature> class function_ref;

/// Refers to a function object, as std::function_ref of C++26 does. A function that takes one is
/// compiled once, however many function objects it is called with; calling costs an indirect call.
template <class Result, class... Args> class function_ref<Result(Args...)> {
 public:
  /// @param function  must outlive the reference
  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, function_ref>)
  function_ref(Function&& function) noexcept
      : object_(const_cast<void*>(static_cast<const void*>(__builtin_addressof(function)))),
        call_([](void* object, Args... args) -> Result {
          if constexpr (std::is_void_v<Result>) {
            (*static_cast<std::remove_reference_t<Function>*>(object))(
                static_cast<Args&&>(args)...);
          } else {
            return (*static_cast<std::remove_reference_t<Function>*>(object))(
                static_cast<Args&&>(args)...);
          }
        }) {}

  Result operator()(Args... args) const { return call_(object_, static_cast<Args&&>(args)...); }

 private:
  void* object_;
  Result (*call_)(void*, Args...);
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
