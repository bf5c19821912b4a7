// SPDX-License-Identifier: BSL-1.0
#include "verify/laws.hpp"

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string_view>
#include <utility>

namespace leadcore::verify {

namespace {

/// Members that are no texts of a stranger, but choose how a call works.
constexpr std::array<std::string_view, 6> choices{"profiles", "style",  "reads",
                                                  "from",     "region", "unavailable"};

/// Replaces a value by a simpler one; puts it back if the test then passes.
class shrinker {
 public:
  explicit shrinker(const std::function<bool()>& fails) : fails_(fails) {}

  [[nodiscard]] std::size_t steps() const noexcept { return steps_; }

  /// One pass over a value and all that it holds; whether anything has become simpler.
  bool pass(json::value& at) {
    bool simpler = false;
    if (tries_ == 0) {
      return simpler;
    }
    if (at.is_object() && at.get_object().contains("hex")) {
      return shorten(at);
    }
    if (auto* object = at.if_object()) {
      std::vector<std::string> names;
      for (const auto& member : *object) {
        names.emplace_back(member.key());
      }
      for (const std::string& name : names) {
        json::value without = *object;
        without.get_object().erase(name);
        if (take(at, without)) {
          simpler = true;
        } else if (std::find(choices.begin(), choices.end(), name) == choices.end()) {
          simpler = pass(at.get_object()[name]) || simpler;
        }
        object = &at.get_object();
      }
    } else if (at.is_array()) {
      simpler = shorten(at);
      for (std::size_t i = 0; i < at.get_array().size(); ++i) {
        simpler = pass(at.get_array()[i]) || simpler;
      }
    } else if (at.is_string()) {
      simpler = shorten(at);
    } else if (at.is_number()) {
      const auto number = at.to_number<double>();
      const auto whole = at.is_double() ? 0 : at.to_number<std::uint64_t>();
      for (const std::uint64_t less : {std::uint64_t{0}, std::uint64_t{1}, whole / 2, whole - 1}) {
        if (number >= 1 && less < whole && take(at, less)) {
          return true;
        }
      }
    } else if (at.is_bool() && at.get_bool()) {
      simpler = take(at, false);
    }
    return simpler;
  }

 private:
  bool take(json::value& at, json::value instead) {
    if (tries_ == 0 || at == instead) {
      return false;
    }
    --tries_;
    std::swap(at, instead);
    if (fails_()) {
      ++steps_;
      return true;
    }
    std::swap(at, instead);
    return false;
  }

  /// The length of a percent-encoded character that begins at an offset; 0 if none does.
  static std::size_t encoded_length(std::string_view text, std::size_t at) {
    std::string bytes;
    for (std::size_t next = at; bytes.size() < 4 && next + 2 < text.size() && text[next] == '%';
         next += 3) {
      const int high = leadcore::detail::hex_value(text[next + 1]);
      const int low = leadcore::detail::hex_value(text[next + 2]);
      if (high < 0 || low < 0) {
        break;
      }
      bytes += static_cast<char>(high * 16 + low);
    }
    return bytes.empty() ? 0 : 3U * decode_utf8(bytes, 0).length;
  }
  static std::vector<std::string> parts(const json::value& of) {
    const std::string bytes = test_support::bytes_of(of);
    std::vector<std::string> found;
    for (std::size_t at = 0; at < bytes.size(); at += found.back().size()) {
      found.push_back(bytes.substr(
          at, std::max<std::size_t>(decode_utf8(bytes, at).length, encoded_length(bytes, at))));
    }
    return found;
  }
  static json::value joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& part : all) {
      text += part;
    }
    return test_support::text_value(text);
  }

  /// Removes ever smaller parts (delta debugging).
  template <class Parts, class Join>
  bool remove_parts(json::value& at, Parts& all, const Join& join) {
    bool simpler = false;
    for (std::size_t size = all.size(); size > 0 && tries_ > 0; size /= 2) {
      for (std::size_t first = 0; first + size <= all.size() && tries_ > 0;) {
        Parts kept = all;
        const auto begin = kept.begin() + static_cast<std::ptrdiff_t>(first);
        kept.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
        if (take(at, join(kept))) {
          all = std::move(kept);
          simpler = true;
        } else {
          first += size;
        }
      }
    }
    return simpler;
  }

  bool shorten(json::value& at) {
    if (at.is_array()) {
      json::array all = at.get_array();
      return remove_parts(at, all, [](const json::array& kept) { return json::value(kept); });
    }
    auto all = parts(at);
    bool simpler = remove_parts(at, all, joined);
    for (std::string& part : all) {
      if (part.size() > 1 || std::isalnum(static_cast<unsigned char>(part[0])) == 0) {
        const std::string other = std::exchange(part, "a");
        if (take(at, joined(all))) {
          simpler = true;
        } else {
          part = other;
        }
      }
    }
    return simpler;
  }

  const std::function<bool()>& fails_;
  std::size_t tries_ = 4000;
  std::size_t steps_ = 0;
};

} // namespace

std::size_t shrink(json::value& value, const std::function<bool()>& fails) {
  shrinker by(fails);
  while (by.pass(value)) {
  }
  return by.steps();
}

} // namespace leadcore::verify
