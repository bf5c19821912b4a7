// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_MUTATE_MUTANTS_HPP
#define LEADCORE_TOOLS_MUTATE_MUTANTS_HPP

// What mutate.py writes into a copy of the headers. All mutants of a batch are compiled into one
// program; the environment chooses one. None is in force in constant expressions.
//
// An operator keeps its precedence if it stands twice, around an object that tells the mutants:
// `a < b` becomes `a < less<7>{} < b`.

#include <cstdio>
#include <cstdlib>
#include <type_traits>

namespace leadcore_mutants {

inline constexpr int most = 4096; // of a batch

inline const int chosen = [] {
  const char* const text = std::getenv("LEADCORE_MUTANT");
  return text == nullptr ? -1 : std::atoi(text);
}();

/// The mutants that were evaluated, and whether they apply to the types; written to a file when the
/// program ends.
struct reached_mutants {
  bool seen[most] = {};
  bool applies[most] = {};

  ~reached_mutants() {
    const char* const path = std::getenv("LEADCORE_REACHED");
    std::FILE* const out = path == nullptr ? nullptr : std::fopen(path, "w");
    if (out != nullptr) {
      for (int i = 0; i < most; ++i) {
        if (seen[i]) {
          std::fprintf(out, "%d %d\n", i, applies[i] ? 1 : 0);
        }
      }
      std::fclose(out);
    }
  }
};
inline reached_mutants reached;

template <int Number> constexpr bool in_force() noexcept {
  static_assert(Number < most);
  if (std::is_constant_evaluated()) {
    return false;
  }
  reached.seen[Number] = true;
  reached.applies[Number] = true;
  return Number == chosen;
}
template <int Number> constexpr void does_not_apply() noexcept {
  if (!std::is_constant_evaluated()) {
    reached.seen[Number] = true;
  }
}

template <class A, class Operator> struct left_of {
  const A& value;
};

// An operator with two mutants, or one: then the second is not used.
#define LEADCORE_MUTATED_OPERATOR(name, op, first, second)                                         \
  template <int Number, bool Both> struct name {};                                                 \
  template <class A, int Number, bool Both>                                                        \
  constexpr left_of<A, name<Number, Both>> operator op(const A & a, name<Number, Both>) noexcept { \
    return {a};                                                                                    \
  }                                                                                                \
  template <class A, class B, int Number, bool Both>                                               \
    requires requires(const A& a, const B& b) { a op b; }                                          \
  constexpr decltype(auto) operator op(left_of<A, name<Number, Both>> a, const B& b) {             \
    using type = std::remove_cvref_t<decltype(a.value op b)>;                                      \
    if constexpr (requires { static_cast<type>(a.value first b); }) {                              \
      if (in_force<Number>()) {                                                                    \
        return static_cast<type>(a.value first b);                                                 \
      }                                                                                            \
    } else {                                                                                       \
      does_not_apply<Number>();                                                                    \
    }                                                                                              \
    if constexpr (Both && requires { static_cast<type>(a.value second b); }) {                     \
      if (in_force<Number + 1>()) {                                                                \
        return static_cast<type>(a.value second b);                                                \
      }                                                                                            \
    }                                                                                              \
    return static_cast<type>(a.value op b);                                                        \
  }

LEADCORE_MUTATED_OPERATOR(less, <, <=, >=)
LEADCORE_MUTATED_OPERATOR(less_equal, <=, <, >)
LEADCORE_MUTATED_OPERATOR(greater, >, >=, <=)
LEADCORE_MUTATED_OPERATOR(greater_equal, >=, >, <)
LEADCORE_MUTATED_OPERATOR(equal, ==, !=, !=)
LEADCORE_MUTATED_OPERATOR(unequal, !=, ==, ==)
LEADCORE_MUTATED_OPERATOR(plus, +, -, -)
LEADCORE_MUTATED_OPERATOR(minus, -, +, +)
LEADCORE_MUTATED_OPERATOR(times, *, +, +)
LEADCORE_MUTATED_OPERATOR(over, /, *, *)
LEADCORE_MUTATED_OPERATOR(modulo, %, *, *)
LEADCORE_MUTATED_OPERATOR(bits_and, &, |, |)
LEADCORE_MUTATED_OPERATOR(bits_or, |, &, &)
LEADCORE_MUTATED_OPERATOR(shift_left, <<, >>, >>)
LEADCORE_MUTATED_OPERATOR(shift_right, >>, <<, <<)

/// A literal, or one more, or one less.
template <int Number, class T> constexpr T constant(T value) noexcept {
  if (in_force<Number>()) {
    return static_cast<T>(value + 1);
  }
  return in_force<Number + 1>() ? static_cast<T>(value - 1) : value;
}

/// A returned value: a bool is negated, a number is one more, an enumerator or a temporary is T{}.
template <int Number, class T> constexpr decltype(auto) returned(T&& value) noexcept {
  using type = std::remove_cvref_t<T>;
  if constexpr (std::is_same_v<type, bool>) {
    return static_cast<bool>(value != in_force<Number>());
  } else if constexpr (std::is_arithmetic_v<type>) {
    return static_cast<type>(in_force<Number>() ? value + 1 : value);
  } else if constexpr (std::is_enum_v<type> ||
                       (!std::is_lvalue_reference_v<T> && std::is_move_constructible_v<type> &&
                        std::is_default_constructible_v<type>)) {
    return in_force<Number>() ? type{} : type(static_cast<T&&>(value));
  } else {
    does_not_apply<Number>();
    return static_cast<T&&>(value);
  }
}

} // namespace leadcore_mutants

#endif
