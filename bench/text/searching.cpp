// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/fold.hpp>

#include "text/text.hpp"

#include <benchmark/benchmark.h>
#include <gnu/libc-version.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace leadcore::bench {

namespace {

/// Fragments of names that occur in none of the texts, although their letters and pairs of letters
/// do.
constexpr std::string_view needles[] = {"sed", "marlowes", "castellanova"};

struct inputs {
  std::vector<std::string> texts;
  std::vector<std::string>
      lowered; ///< the text that memmem searches, lowered in advance and not timed
  std::string needle;
  bool present = false; ///< at the end of each text only
};

bool memmem_contains(std::string_view text, std::string_view needle) {
  return ::memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
}

std::shared_ptr<const inputs> make_inputs(std::size_t size, std::string_view needle, bool present) {
  constexpr std::size_t total =
      64 * 1024; // fits in any second-level cache, except for the largest text
  auto made = std::make_shared<inputs>();
  made->needle = needle;
  made->present = present;
  dice random(2);
  for (std::size_t made_bytes = 0; made_bytes < total; made_bytes += size) {
    std::string text = text_of_size(random, english_names(), size);
    std::string low = fold(text);
    if (memmem_contains(low, needle)) {
      throw std::logic_error("the texts contain " + std::string(needle));
    }
    if (present) {
      const std::size_t at = size - needle.size();
      text.replace(at, needle.size(), needle);
      text[at] = static_cast<char>(text[at] - 'a' + 'A');
      low.replace(at, needle.size(), needle);
      if (low.find(needle) != at) {
        throw std::logic_error("the texts contain " + std::string(needle) + " before their end");
      }
    }
    made->texts.push_back(std::move(text));
    made->lowered.push_back(std::move(low));
  }
  return made;
}

workload searching(const std::string& size_name, std::size_t size, std::string_view needle,
                   bool present) {
  const auto in = make_inputs(size, needle, present);
  return {.name = "contains, " + size_name + ", " + std::to_string(needle.size()) + " bytes " +
                  (present ? "at the end" : "absent"),
          .operations = in->texts.size(),
          .bytes = bytes_of(in->texts),
          .run =
              [in] {
                for (const auto& text : in->texts) {
                  auto found = contains_folded(text, in->needle);
                  benchmark::DoNotOptimize(found);
                }
              },
          .peers = {{.name = std::string("glibc ") + gnu_get_libc_version() +
                             " memmem, text lowered before",
                     .target = 2,
                     .compare =
                         [in](comparison& results) {
                           for (std::size_t i = 0; i < in->texts.size(); ++i) {
                             const bool ours = contains_folded(in->texts[i], in->needle);
                             const bool theirs = memmem_contains(in->lowered[i], in->needle);
                             results.require(ours == theirs && ours == in->present, [&] {
                               return in->needle + " in '" + in->texts[i] + "'";
                             });
                           }
                         },
                     .run =
                         [in] {
                           for (const auto& text : in->lowered) {
                             auto found = memmem_contains(text, in->needle);
                             benchmark::DoNotOptimize(found);
                           }
                         }}},
          .compare = {}};
}

} // namespace

void add_searching(suite& all) {
  struct text_size {
    const char* name;
    std::size_t bytes;
  };
  for (const auto& [name, bytes] : {text_size{"64 B", 64}, text_size{"256 B", 256},
                                    text_size{"4 KiB", 4096}, text_size{"1 MiB", 1 << 20}}) {
    for (const std::string_view needle : needles) {
      all.add(searching(name, bytes, needle, false));
      all.add(searching(name, bytes, needle, true));
    }
  }
}

} // namespace leadcore::bench
