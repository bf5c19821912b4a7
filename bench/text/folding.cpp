// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/fold.hpp>

#include "text/text.hpp"

#include <benchmark/benchmark.h>
#include <unicode/ucasemap.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace leadcore::bench {

namespace {

struct inputs {
  std::vector<std::string> utf8;
  std::vector<std::u16string> utf16; ///< converted in advance: ICU's conversion is not timed
  std::size_t largest = 0;           ///< size of the largest text in bytes
};
using shared_inputs = std::shared_ptr<const inputs>;

void succeeded(UErrorCode status) {
  if (U_FAILURE(status) != 0) {
    throw std::runtime_error(u_errorName(status));
  }
}

std::u16string to_utf16(std::string_view text) {
  std::u16string converted(text.size(), u'\0');
  std::int32_t size = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(converted.data(), static_cast<std::int32_t>(converted.size()), &size, text.data(),
                static_cast<std::int32_t>(text.size()), &status);
  succeeded(status);
  converted.resize(static_cast<std::size_t>(size));
  return converted;
}

shared_inputs make_inputs(std::vector<std::string> texts) {
  auto made = std::make_shared<inputs>();
  for (const auto& text : texts) {
    made->utf16.push_back(to_utf16(text));
    made->largest = std::max(made->largest, text.size());
  }
  made->utf8 = std::move(texts);
  return made;
}

std::string icu_version() {
  UVersionInfo version;
  u_getVersion(version);
  return "ICU " + std::to_string(version[0]) + "." + std::to_string(version[1]) + " ";
}

/// Calls done(i, folded text i) in UTF-16 for each text.
template <class Done>
void icu_fold_utf16(const inputs& in, std::u16string& buffer, const Done& done) {
  for (std::size_t i = 0; i < in.utf16.size(); ++i) {
    UErrorCode status = U_ZERO_ERROR;
    const auto size =
        u_strFoldCase(buffer.data(), static_cast<std::int32_t>(buffer.size()), in.utf16[i].data(),
                      static_cast<std::int32_t>(in.utf16[i].size()), U_FOLD_CASE_DEFAULT, &status);
    succeeded(status);
    done(i, std::u16string_view(buffer.data(), static_cast<std::size_t>(size)));
  }
}

/// Equivalent to ours beyond ASCII: NFC(toCasefold(NFD(text))).
template <class Done>
void icu_fold_canonically(const inputs& in, std::u16string& decomposed, std::u16string& folded,
                          std::u16string& composed, const Done& done) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* const nfd = unorm2_getNFDInstance(&status);
  const UNormalizer2* const nfc = unorm2_getNFCInstance(&status);
  succeeded(status);
  const auto room = [](const std::u16string& buffer) {
    return static_cast<std::int32_t>(buffer.size());
  };
  for (std::size_t i = 0; i < in.utf16.size(); ++i) {
    std::int32_t size =
        unorm2_normalize(nfd, in.utf16[i].data(), static_cast<std::int32_t>(in.utf16[i].size()),
                         decomposed.data(), room(decomposed), &status);
    size = u_strFoldCase(folded.data(), room(folded), decomposed.data(), size, U_FOLD_CASE_DEFAULT,
                         &status);
    size = unorm2_normalize(nfc, folded.data(), size, composed.data(), room(composed), &status);
    succeeded(status);
    done(i, std::u16string_view(composed.data(), static_cast<std::size_t>(size)));
  }
}

template <class Done>
void icu_fold_utf8(const inputs& in, UCaseMap& map, std::string& buffer, const Done& done) {
  for (std::size_t i = 0; i < in.utf8.size(); ++i) {
    UErrorCode status = U_ZERO_ERROR;
    const auto size = ucasemap_utf8FoldCase(
        &map, buffer.data(), static_cast<std::int32_t>(buffer.size()), in.utf8[i].data(),
        static_cast<std::int32_t>(in.utf8[i].size()), &status);
    succeeded(status);
    done(i, std::string_view(buffer.data(), static_cast<std::size_t>(size)));
  }
}

template <class Done> void utf8proc_fold(const inputs& in, const Done& done) {
  for (std::size_t i = 0; i < in.utf8.size(); ++i) {
    utf8proc_uint8_t* made = nullptr;
    const auto size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(in.utf8[i].data()),
                     static_cast<utf8proc_ssize_t>(in.utf8[i].size()), &made,
                     static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE));
    if (size < 0) {
      throw std::runtime_error(utf8proc_errmsg(size));
    }
    done(i, std::string_view(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)));
    std::free(made); // NOLINT: utf8proc allocates with malloc
  }
}

constexpr auto keep = [](std::size_t, auto folded) { benchmark::DoNotOptimize(folded); };

auto same_utf8(const inputs& in, comparison& results) {
  return [&](std::size_t i, std::string_view theirs) {
    const std::string ours = fold(in.utf8[i]);
    std::string buffer(max_fold_growth * in.utf8[i].size(), '\0');
    const std::size_t size = fold_into(in.utf8[i], buffer);
    results.require(ours == theirs && std::string_view(buffer.data(), size) == theirs, [&] {
      return "'" + in.utf8[i] + "': '" + ours + "' and '" + std::string(theirs) + "'";
    });
  };
}
auto same_utf16(const inputs& in, comparison& results) {
  return [&](std::size_t i, std::u16string_view theirs) {
    const std::string ours = fold(in.utf8[i]);
    results.require(to_utf16(ours) == theirs,
                    [&] { return "'" + in.utf8[i] + "': '" + ours + "' and something else"; });
  };
}

std::function<void()> fold_into_buffer(const shared_inputs& in) {
  return [in, buffer = std::string(max_fold_growth * in->largest, '\0')]() mutable {
    for (const auto& text : in->utf8) {
      auto size = fold_into(text, buffer);
      benchmark::DoNotOptimize(size);
      benchmark::DoNotOptimize(buffer.data());
      benchmark::ClobberMemory();
    }
  };
}

workload base(const std::string& name, const shared_inputs& in) {
  return {.name = name,
          .operations = in->utf8.size(),
          .bytes = bytes_of(in->utf8),
          .run = {},
          .peers = {},
          .compare = {}};
}

/// utf8proc_map allocates its result, so ours does too.
workload into_strings(const std::string& name, const shared_inputs& in, double target) {
  workload work = base(name + ", new string", in);
  work.run = [in] {
    for (const auto& text : in->utf8) {
      auto folded = fold(text);
      benchmark::DoNotOptimize(folded);
    }
  };
  work.peers = {
      {.name = std::string("utf8proc ") + utf8proc_version() + " map(CASEFOLD+COMPOSE)",
       .target = target,
       .compare = [in](comparison& results) { utf8proc_fold(*in, same_utf8(*in, results)); },
       .run = [in] { utf8proc_fold(*in, keep); }}};
  return work;
}

workload ascii_into_buffers(const std::string& name, const shared_inputs& in) {
  workload work = base(name + ", into a buffer", in);
  UErrorCode status = U_ZERO_ERROR;
  const std::shared_ptr<UCaseMap> map(ucasemap_open("", U_FOLD_CASE_DEFAULT, &status),
                                      ucasemap_close);
  succeeded(status);
  work.run = fold_into_buffer(in);
  work.peers = {{.name = icu_version() + "u_strFoldCase (UTF-16)",
                 .target = 5,
                 .compare =
                     [in](comparison& results) {
                       std::u16string buffer(3 * in->largest, u'\0');
                       icu_fold_utf16(*in, buffer, same_utf16(*in, results));
                     },
                 .run =
                     [in, buffer = std::u16string(3 * in->largest, u'\0')]() mutable {
                       icu_fold_utf16(*in, buffer, keep);
                     }},
                {.name = icu_version() + "ucasemap_utf8FoldCase",
                 .target = 5,
                 .compare =
                     [in, map](comparison& results) {
                       std::string buffer(3 * in->largest, '\0');
                       icu_fold_utf8(*in, *map, buffer, same_utf8(*in, results));
                     },
                 .run =
                     [in, map, buffer = std::string(3 * in->largest, '\0')]() mutable {
                       icu_fold_utf8(*in, *map, buffer, keep);
                     }}};
  return work;
}

workload any_into_buffers(const std::string& name, const shared_inputs& in) {
  workload work = base(name + ", into a buffer", in);
  const std::u16string buffer(18 * in->largest, u'\0');
  work.run = fold_into_buffer(in);
  work.peers = {{.name = icu_version() + "NFD, u_strFoldCase, NFC (UTF-16)",
                 .compare =
                     [in, buffer](comparison& results) {
                       std::u16string a = buffer;
                       std::u16string b = buffer;
                       std::u16string c = buffer;
                       icu_fold_canonically(*in, a, b, c, same_utf16(*in, results));
                     },
                 .run = [in, a = buffer, b = buffer,
                         c = buffer]() mutable { icu_fold_canonically(*in, a, b, c, keep); }}};
  return work;
}

} // namespace

void add_folding(suite& all) {
  dice random(1);
  std::vector<std::string> names;
  for (int i = 0; i < 4096; ++i) {
    names.push_back(text_of_size(random, english_names(), 8 + random.below(57)));
  }
  std::vector<std::string> long_texts;
  for (int i = 0; i < 16; ++i) {
    long_texts.push_back(text_of_size(random, english_names(), 4096));
  }
  std::vector<std::string> mixed;
  for (int i = 0; i < 4096; ++i) {
    mixed.push_back(text_of_names(random, names_of_many_scripts(), 8 + random.below(57)));
  }
  const auto short_ascii = make_inputs(std::move(names));
  const auto long_ascii = make_inputs(std::move(long_texts));
  const auto any = make_inputs(std::move(mixed));
  all.add(ascii_into_buffers("fold, ASCII names of 8 to 64 bytes", short_ascii));
  all.add(into_strings("fold, ASCII names of 8 to 64 bytes", short_ascii, 5));
  all.add(ascii_into_buffers("fold, ASCII text of 4 KiB", long_ascii));
  all.add(into_strings("fold, ASCII text of 4 KiB", long_ascii, 5));
  all.add(any_into_buffers("fold, names of many scripts", any));
  all.add(into_strings("fold, names of many scripts", any, 0));
}

} // namespace leadcore::bench
