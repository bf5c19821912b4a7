// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_PHONE_PLAN_HPP
#define LEADCORE_TEXT_DETAIL_PHONE_PLAN_HPP

// Numbering plans: from dialled digits and the region of the call to the calling code and the
// national number. Independent of the text; phone_text.hpp extracts the digits.

#include <leadcore/text/detail/phone_tables.hpp>
#include <leadcore/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

// Automata. A state is a word: the offset of its edges in the low bits, the index of its label
// above. An edge has 32 bits: the next state in the low bits, ten bits for the digits that take it,
// and the highest bit on a state's last edge. The word 0 is the dead state.
template <int OffsetBits, int WordBits>
[[nodiscard]] constexpr std::uint32_t phone_next_state(const std::uint32_t* edges,
                                                       std::uint32_t state, char digit) noexcept {
  std::size_t at = state & ((1U << OffsetBits) - 1);
  const unsigned digit_bit = static_cast<unsigned>(WordBits) + static_cast<unsigned>(digit - '0');
  while (true) {
    const std::uint32_t edge = edges[at];
    if ((edge >> digit_bit & 1U) != 0) {
      return edge & ((1U << WordBits) - 1);
    }
    if (edge >> 31 != 0) {
      return 0;
    }
    ++at;
  }
}

[[nodiscard]] constexpr const phone_label& phone_label_of(std::uint16_t state) noexcept {
  return phone_labels[state >> phone_offset_bits];
}

[[nodiscard]] constexpr std::uint16_t phone_next(std::uint16_t state, char digit) noexcept {
  return static_cast<std::uint16_t>(
      phone_next_state<phone_offset_bits, 16>(phone_edges, state, digit));
}

/// The longest match of a prefix pattern at the start of a number; no action if there is none.
struct phone_match {
  std::size_t length = 0;
  const phone_action* action = nullptr;
};

[[nodiscard]] constexpr phone_match match_phone_prefix(std::uint16_t start,
                                                       std::string_view digits) noexcept {
  phone_match match;
  std::uint16_t state = start;
  for (std::size_t at = 0; state != 0; ++at) {
    const phone_label& label = phone_label_of(state);
    const phone_action& action = at == digits.size() ? label.at_end : label.here;
    if (action.matches) {
      match = {at, &action};
    }
    if (at == digits.size()) {
      break;
    }
    state = phone_next(state, digits[at]);
  }
  return match;
}

/// Whether a general pattern matches a whole number.
[[nodiscard]] constexpr bool matches_phone(std::uint16_t start, std::string_view digits) noexcept {
  std::uint16_t state = start;
  for (const char digit : digits) {
    state = phone_next(state, digit);
    if (state == 0) {
      return false;
    }
  }
  return phone_label_of(state).at_end.matches;
}

/// The first digits that a text dials, up to the limit that matters.
class phone_digits {
 public:
  /// Adds a digit; digits past the limit are dropped, because the number is too long already.
  constexpr void push(char digit) noexcept {
    if (size_ < phone_digit_limit) {
      digits_[size_++] = digit;
    }
  }
  /// Stores a digit at an index. Branch-free callers also store bytes that are not digits; the next
  /// put() at the same index overwrites them, and put_end() sets the size.
  constexpr void put(std::size_t at, char digit) noexcept {
    digits_[at < phone_digit_limit ? at : phone_digit_limit] = digit;
  }
  constexpr void put_end(std::size_t size) noexcept {
    size_ = size < phone_digit_limit ? size : phone_digit_limit;
  }
  constexpr void clear() noexcept { size_ = 0; }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {digits_, size_}; }

 private:
  char digits_[phone_digit_limit + 1] = {}; // one more as a sink for put()
  std::size_t size_ = 0;
};

/// Buffers for the few numbers that a transform rewrites; all others stay views of the dialled
/// digits.
///
/// There are two, so that a transformed number can be transformed again and the result be rejected.
class phone_scratch {
 public:
  /// Concatenates the new digits, digits[keep_from, keep_to) and the digits from match_end on.
  /// @return a view of the buffer that is free
  [[nodiscard]] constexpr std::string_view transform(std::string_view digits,
                                                     std::uint16_t marked_digits,
                                                     std::size_t keep_from, std::size_t keep_to,
                                                     std::size_t match_end) noexcept {
    phone_digits& changed = buffers_[1 - kept_];
    changed.clear();
    for (unsigned scale = 1'000; scale != 0; scale /= 10) {
      if (marked_digits >= 10 * scale) { // the leading 1 only marks where the digits begin
        changed.push(static_cast<char>('0' + marked_digits / scale % 10));
      }
    }
    for (const char digit : digits.substr(keep_from, keep_to - keep_from)) {
      changed.push(digit);
    }
    for (const char digit : digits.substr(match_end)) {
      changed.push(digit);
    }
    return changed.view();
  }
  /// Keeps a view valid over the next transform; views of other storage are ignored.
  constexpr void keep(std::string_view digits) noexcept {
    if (digits.data() == buffers_[1 - kept_].view().data()) {
      kept_ = 1 - kept_;
    }
  }

 private:
  phone_digits buffers_[2];
  std::size_t kept_ = 0;
};

enum class phone_length : std::uint8_t { possible, local_only, too_short, too_long, invalid };

[[nodiscard]] constexpr phone_length test_phone_length(const phone_plan& plan,
                                                       std::size_t digits) noexcept {
  const std::uint32_t bit = digits < 32 ? std::uint32_t{1} << digits : 0;
  if ((plan.local_lengths & bit) != 0) {
    return phone_length::local_only;
  }
  if ((plan.lengths & bit) != 0) {
    return phone_length::possible;
  }
  if (bit != 0 && bit < (plan.lengths & (0U - plan.lengths))) {
    return phone_length::too_short;
  }
  return bit == 0 || bit > plan.lengths ? phone_length::too_long : phone_length::invalid;
}

/// The digits without their national prefix, or transformed. Unchanged if there is no prefix, or if
/// the result would no longer match the general pattern although the digits do.
[[nodiscard]] constexpr std::string_view strip_national_prefix(const phone_plan& plan,
                                                               std::string_view digits,
                                                               phone_scratch& scratch) noexcept {
  const phone_match match = match_phone_prefix(plan.national_prefix, digits);
  if (match.length == 0) {
    return digits;
  }
  const std::string_view stripped =
      match.action->keep ? scratch.transform(digits, plan.transform, match.action->keep_from,
                                             match.length - match.action->drop_to, match.length)
                         : digits.substr(match.length);
  const bool spoils = matches_phone(plan.general, digits) && !matches_phone(plan.general, stripped);
  return spoils ? digits : stripped;
}

/// strip_national_prefix, unless the result is too short for a number.
[[nodiscard]] constexpr std::string_view strip_to_possible(const phone_plan& plan,
                                                           std::string_view digits,
                                                           phone_scratch& scratch) noexcept {
  const std::string_view stripped = strip_national_prefix(plan, digits, scratch);
  const phone_length length = test_phone_length(plan, stripped.size());
  return length == phone_length::possible || length == phone_length::too_long ? stripped : digits;
}

/// The plan of the calling code at the start of the digits; null if that code is not assigned.
[[nodiscard]] constexpr const phone_plan* find_calling_code(std::string_view digits) noexcept {
  unsigned code = 0;
  for (std::size_t length = 1; length <= 3 && length <= digits.size() && digits[0] != '0';
       ++length) {
    code = 10 * code + static_cast<unsigned>(digits[length - 1] - '0');
    if (phone_plan_of_code[code] != phone_no_plan) {
      return &phone_plans[phone_plan_of_code[code]];
    }
  }
  return nullptr;
}

/// The length of the international prefix at the start of the digits; 0 if there is none or if a 0
/// follows it (no calling code begins with 0).
[[nodiscard]] constexpr std::size_t find_international_prefix(const phone_plan& plan,
                                                              std::string_view digits) noexcept {
  const std::size_t length = match_phone_prefix(plan.international_prefix, digits).length;
  return digits.substr(length).starts_with('0') ? 0 : length;
}

[[nodiscard]] constexpr std::size_t calling_code_digits(const phone_plan& plan) noexcept {
  return plan.calling_code < 10 ? 1 : plan.calling_code < 100 ? 2 : 3;
}

/// Strips the plan's own calling code from a number dialled without "+", and the national prefix
/// after it, if the result fits the plan better. Otherwise the digits unchanged.
[[nodiscard]] constexpr std::string_view strip_own_calling_code(const phone_plan& plan,
                                                                std::string_view digits,
                                                                phone_scratch& scratch) noexcept {
  const phone_plan* const main = &phone_plans[phone_plan_of_code[plan.calling_code]];
  if (find_calling_code(digits) != main) {
    return digits;
  }
  const std::string_view rest =
      strip_national_prefix(plan, digits.substr(calling_code_digits(plan)), scratch);
  const bool better = !matches_phone(plan.general, digits) && matches_phone(plan.general, rest);
  return better || test_phone_length(plan, digits.size()) == phone_length::too_long ? rest : digits;
}

enum class phone_verdict : std::uint8_t {
  possible,
  unknown_calling_code,
  too_short,
  too_long,
  invalid_length,
  local_only
};

/// A calling code and a national number, or the reason for their absence.
struct phone_number {
  phone_verdict verdict = phone_verdict::possible;
  std::size_t at = 0; ///< index of the offending digit; the number of digits for the end
  const phone_plan* plan = nullptr;
  std::string_view national; ///< a view of the dialled digits or of the scratch
};

/// Interprets digits dialled after "+", or from a region (null without a region; then "+" is
/// required).
[[nodiscard]] constexpr phone_number read_phone_digits(std::string_view dialled, bool after_plus,
                                                       const phone_plan* from,
                                                       phone_scratch& scratch) noexcept {
  constexpr std::size_t min_national = 2;
  constexpr std::size_t max_national = 17; // the oracle's limit
  constexpr std::size_t max_e164 = 15;
  const auto failed = [&](phone_verdict verdict, std::size_t at) {
    return phone_number{verdict, at < dialled.size() ? at : dialled.size(), nullptr, {}};
  };
  std::string_view national = dialled;
  const phone_plan* plan = nullptr; // the main plan of the calling code

  std::size_t prefix = after_plus ? 0 : find_international_prefix(*from, dialled);
  if (after_plus || prefix != 0) {
    if (dialled.size() - prefix <= min_national) {
      return failed(phone_verdict::too_short, dialled.size());
    }
    plan = find_calling_code(dialled.substr(prefix));
    // A "+" before an international prefix is treated as a typing error.
    if (plan == nullptr && after_plus && from != nullptr) {
      prefix = find_international_prefix(*from, dialled);
      if (prefix != 0 && dialled.size() - prefix > min_national) {
        plan = find_calling_code(dialled.substr(prefix));
      }
    }
    if (plan == nullptr) {
      return failed(phone_verdict::unknown_calling_code, prefix);
    }
    national = dialled.substr(prefix + calling_code_digits(*plan));
    from = plan;
  } else {
    plan = &phone_plans[phone_plan_of_code[from->calling_code]];
    national = strip_own_calling_code(*from, dialled, scratch);
    scratch.keep(national);
    if (national.size() != dialled.size() || national.data() != dialled.data()) {
      from = plan;
    }
  }
  if (national.size() < min_national) {
    return failed(phone_verdict::too_short, dialled.size());
  }

  // The national prefix is that of the dialling region. The result must parse to itself, so
  // prefixes are dropped until there is none. (The generator of the tables checks that this
  // terminates.)
  const auto too_long = [&](std::size_t most) {
    const std::size_t before =
        national.size() < dialled.size() ? dialled.size() - national.size() : 0;
    return failed(phone_verdict::too_long,
                  before + most); // exact unless a transform was applied
  };
  std::string_view stripped = strip_to_possible(*from, national, scratch);
  do {
    national = stripped;
    scratch.keep(national);
    const auto longest = static_cast<std::size_t>(std::bit_width(plan->lengths)) - 1;
    if (national.size() > max_national) {
      return too_long(longest);
    }
    switch (test_phone_length(*plan, national.size())) {
    case phone_length::possible:
      break;
    case phone_length::local_only:
      return failed(phone_verdict::local_only, dialled.size());
    case phone_length::too_short:
      return failed(phone_verdict::too_short, dialled.size());
    case phone_length::too_long:
      return too_long(longest);
    case phone_length::invalid:
      return failed(phone_verdict::invalid_length, dialled.size());
    }
    stripped = strip_to_possible(*plan, national, scratch);
  } while (stripped != national); // a transform can return a copy

  if (national.size() > max_e164 - calling_code_digits(*plan)) {
    return too_long(max_e164 - calling_code_digits(*plan));
  }
  return {phone_verdict::possible, 0, plan, national};
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
