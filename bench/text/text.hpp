// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_BENCH_TEXT_TEXT_HPP
#define LEADCORE_BENCH_TEXT_TEXT_HPP

// The workloads of the group text and their texts, from fixed seeds.

#include "support/suite.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::bench {

void add_phones(suite& all);
void add_folding(suite& all);
void add_searching(suite& all);
void add_times(suite& all);
void add_emails(suite& all);

/// The same sequence everywhere (the distributions of <random> differ between libraries).
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}

  [[nodiscard]] std::size_t below(std::size_t limit) {
    return static_cast<std::size_t>(engine_() % limit);
  }
  [[nodiscard]] std::string_view one_of(std::span<const std::string_view> choices) {
    return choices[below(choices.size())];
  }

 private:
  std::mt19937_64 engine_;
};

/// Names of people and companies in ASCII, capitalised, and common words between them.
[[nodiscard]] std::span<const std::string_view> english_names();
/// Names in Latin with accents, Greek, Cyrillic, Armenian, Arabic, Hindi, Thai, Chinese, Japanese
/// and Korean.
[[nodiscard]] std::span<const std::string_view> names_of_many_scripts();

/// Names separated by spaces, cut to a size in bytes, possibly within a code point; so ASCII names
/// only.
[[nodiscard]] std::string text_of_size(dice& random, std::span<const std::string_view> names,
                                       std::size_t size);
/// Names separated by spaces, of at least that many bytes.
[[nodiscard]] std::string text_of_names(dice& random, std::span<const std::string_view> names,
                                        std::size_t size);

[[nodiscard]] inline std::size_t bytes_of(const std::vector<std::string>& texts) {
  std::size_t sum = 0;
  for (const auto& text : texts) {
    sum += text.size();
  }
  return sum;
}

} // namespace leadcore::bench

#endif
