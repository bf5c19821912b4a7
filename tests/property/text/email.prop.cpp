// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/email.hpp>

#include "support/email_oracle.hpp"
#include "support/property.hpp"

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using leadcore::email_errc;
using leadcore::email_profile;
using leadcore::parse_email;
using leadcore::test_support::slow_parse_email;

rc::Gen<std::string> piece_of(const std::string& alphabet, std::size_t longest) {
  return rc::gen::mapcat(
      rc::gen::inRange<std::size_t>(1, longest + 1), [alphabet](std::size_t size) {
        return rc::gen::container<std::string>(size, rc::gen::elementOf(alphabet));
      });
}

std::string joined(const std::vector<std::string>& pieces, const std::string& separator) {
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    text += (i == 0 ? "" : separator) + pieces[i];
  }
  return text;
}

/// Addresses and near misses: valid pieces, with sizes and edge characters that may be wrong.
rc::Gen<std::string> shaped_text() {
  const std::string inner = "abcXYZ0189-";
  const auto atoms = rc::gen::weightedOneOf<std::string>(
      {{12, piece_of("abcXYZ0189!#$%&'*+-/=?^_`{|}~", 8)},
       {1, piece_of("abcXYZ", 70)},
       {1, rc::gen::element<std::string>("\xC3\xBC", "\xE4\xBE\x8B", "\xF0\x9F\x98\x80", "")}});
  const auto labels = rc::gen::weightedOneOf<std::string>(
      {{12, rc::gen::map(piece_of(inner, 8),
                         [](const std::string& label) { return "a" + label + "z"; })},
       {3, piece_of(inner, 8)},
       {2, piece_of("0189", 4)},
       {2, piece_of(inner, 70)},
       {1, rc::gen::element<std::string>("xn--p1ai", "\xC3\xBC", "\xE4\xBE\x8B\xE5\xAD\x90", "")}});
  const auto spaces = rc::gen::weightedOneOf<std::string>(
      {{4, rc::gen::just(std::string())},
       {1, rc::gen::container<std::string>(rc::gen::elementOf(std::string(" \t\n\v\f\r")))}});
  return rc::gen::apply(
      [](const std::string& before, const std::vector<std::string>& local,
         const std::vector<std::string>& domain, const std::string& after) {
        return before + joined(local, ".") + "@" + joined(domain, ".") + after;
      },
      spaces,
      rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(atoms))),
      rc::gen::resize(6, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(labels))),
      spaces);
}

rc::Gen<char> any_byte() {
  return rc::gen::oneOf(
      rc::gen::elementOf(std::string("@..--\"()<>[] \t\r\n_,;:\\\x7f\x00\xC3\xBC\xA0", 24)),
      rc::gen::arbitrary<char>());
}

/// A text with one byte inserted, removed or replaced, or cut short.
rc::Gen<std::string> damaged(rc::Gen<std::string> texts) {
  return rc::gen::map(
      rc::gen::tuple(std::move(texts), rc::gen::inRange(0, 4),
                     rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, 1000)),
                     any_byte()),
      [](const std::tuple<std::string, int, std::size_t, char>& parts) {
        auto [text, kind, where, byte] = parts;
        where %= text.size() + 1;
        if (kind == 0) {
          text.insert(where, 1, byte);
        } else if (kind == 1) {
          text.resize(where);
        } else if (where < text.size()) {
          kind == 2 ? text.replace(where, 1, 1, byte) : text.erase(where, 1);
        }
        return text;
      });
}

rc::Gen<std::string> any_text() {
  return rc::gen::weightedOneOf<std::string>({{6, shaped_text()},
                                              {6, damaged(shaped_text())},
                                              {2, damaged(damaged(shaped_text()))},
                                              {1, rc::gen::arbitrary<std::string>()}});
}

rc::Gen<email_profile> any_profile() {
  return rc::gen::element(email_profile::strict, email_profile::allow_utf8);
}

/// Whether a beginning can be completed to an address.
bool can_be_completed(const std::string& beginning, email_profile profile) {
  for (const std::string_view end : {"a@b.cc", "@b.cc", "b.cc", ".cc", "cc", ""}) {
    if (slow_parse_email(beginning + std::string(end), profile == email_profile::allow_utf8)
            .has_value()) {
      return true;
    }
  }
  return false;
}

} // namespace

TEST_CASE("parse_email agrees with the slow reader", "[email]") {
  rc::prop("on addresses, near them, and any bytes, in both profiles", [] {
    const std::string text = *any_text();
    const email_profile profile = *any_profile();
    const auto parsed = parse_email(text, profile);
    const auto slow = slow_parse_email(text, profile == email_profile::allow_utf8);
    RC_CLASSIFY(parsed.has_value(), "valid");
    RC_ASSERT(parsed.has_value() == slow.has_value());
    if (parsed.has_value()) {
      RC_ASSERT((*parsed).view() == *slow);
    }
  });
}

TEST_CASE("an address is a fixed point of parse_email", "[email]") {
  rc::prop("parsing its text, with white space and in any case, gives it again", [] {
    const std::string text = *rc::gen::suchThat(shaped_text(), [](const std::string& candidate) {
      return parse_email(candidate, leadcore::allow_utf8).has_value();
    });
    const auto address = *parse_email(text, leadcore::allow_utf8);
    RC_ASSERT((parse_email(address.view(), leadcore::allow_utf8) == address));
    std::string shouted(address.view());
    for (char& c : shouted) {
      c = leadcore::detail::to_upper(c);
    }
    RC_ASSERT((parse_email(" \r\n" + shouted + "\t", leadcore::allow_utf8) == address));
    RC_ASSERT(address.view() ==
              std::string(address.local_part()) + "@" + std::string(address.domain()));
    const auto strict = parse_email(text);
    RC_ASSERT(
        (strict.has_value() ? *strict == address : strict.error().code == email_errc::non_ascii));
  });
}

// decision 0031
TEST_CASE("an email error has the earliest offset at which it is certain", "[email]") {
  rc::prop("what stands before it can begin an address; with the byte it shows, nothing can", [] {
    const std::string text = *any_text();
    const email_profile profile = *any_profile();
    const auto parsed = parse_email(text, profile);
    RC_PRE(!parsed.has_value());
    const auto [code, offset] = parsed.error();
    RC_TAG(std::string(to_string(code)));
    RC_ASSERT(offset <= text.size());
    RC_PRE(offset < 60U); // lengths are not considered
    const std::string before = text.substr(0, offset);
    RC_ASSERT(can_be_completed(before, profile));
    switch (code) {
    case email_errc::empty:
    case email_errc::missing_at:
    case email_errc::missing_domain:
    case email_errc::single_label:
      break; // the only problem is the end of the text
    case email_errc::numeric_top_level:
      RC_ASSERT(leadcore::detail::is_digit(text.at(offset)));
      break;
    case email_errc::trailing_dot:
    case email_errc::hyphen_at_label_edge: // invalid only because of the next byte
      RC_ASSERT(text.at(offset) == (code == email_errc::trailing_dot ? '.' : '-'));
      break;
    default:
      RC_ASSERT(!can_be_completed(before + text.at(offset), profile) ||
                code == email_errc::white_space);
      // and the rest does not matter
      RC_ASSERT((code == email_errc::white_space ||
                 parse_email(before + text.at(offset), profile) == parsed));
    }
  });
}

TEST_CASE("emails are ordered like their texts", "[email]") {
  rc::prop("a <=> b equals a.view() <=> b.view()", [] {
    const auto addresses = rc::gen::map(
        rc::gen::pair(piece_of("abAB\xC3", 2), piece_of("abAB", 2)),
        [](const std::pair<std::string, std::string>& parts) {
          std::string local = parts.first;
          for (std::size_t at = 0; (at = local.find('\xC3', at)) != std::string::npos; at += 2) {
            local.insert(at + 1, "\xBC");
          }
          return *parse_email(local + "@" + parts.second + ".cc", leadcore::allow_utf8);
        });
    const auto left = *addresses;
    const auto right = *addresses;
    RC_ASSERT((left <=> right) == (left.view().compare(right.view()) <=> 0));
    RC_ASSERT((left == right) == (left.view() == right.view()));
  });
}
