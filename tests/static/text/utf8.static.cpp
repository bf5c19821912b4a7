// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/utf8.hpp>

#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;
using namespace std::string_view_literals;

static_assert(std::is_trivially_copyable_v<utf8_unit> && std::is_trivially_copyable_v<utf8_bytes>);
static_assert(sizeof(utf8_bytes) == 5);

static_assert(noexcept(decode_utf8("a")) && noexcept(encode_utf8(U'a')) &&
              noexcept(find_invalid_utf8("a")) && noexcept(is_valid_utf8("a")) &&
              noexcept(count_code_points("a")) && noexcept(is_white_space(U'a')) &&
              noexcept(is_scalar_value(U'a')));

static_assert(decode_utf8("\xC3\xA9") == utf8_unit{0xE9, 2, true});
static_assert(decode_utf8("\xC3(") == utf8_unit{replacement_character, 1, false});
static_assert(decode_utf8("a\xE2\x82\xAC", 1) == utf8_unit{0x20AC, 3, true});
static_assert(utf8_unit{} == utf8_unit{replacement_character, 1, false});

static_assert(encode_utf8(0xE9).view() == "\xC3\xA9");
static_assert(encode_utf8(0xD800) == encode_utf8(replacement_character));
static_assert(encode_utf8(0).view() == "\0"sv);
static_assert(utf8_bytes{}.view().empty());

static_assert(is_valid_utf8("") && is_valid_utf8("Jane Doe of Acme Co, Z\xC3\xBCrich"));
static_assert(!is_valid_utf8("Jane Doe of Acme Co, Z\xFCrich"));
static_assert(!is_valid_utf8("\xED\xA0\x80") && !is_valid_utf8("\xC0\x80") &&
              !is_valid_utf8("\xF4\x90\x80\x80"));
static_assert(find_invalid_utf8("Jane Doe of Acme Co, Z\xFCrich") == 22);
static_assert(find_invalid_utf8("Jane") == std::string_view::npos);

static_assert(count_code_points("Z\xC3\xBCrich") == 6 && count_code_points("Z\xFCrich") == 6);

static_assert(is_white_space(0x3000) && is_white_space(0xA0) && !is_white_space(0x200B));
static_assert(is_scalar_value(0x10FFFF) && !is_scalar_value(0xDFFF));

// Words have the same value at run time and in constant expressions, on any machine.
static_assert(detail::load_word("\x01\x02\x03\x04\x05\x06\x07\x88") == 0x8807060504030201U);
static_assert(detail::ascii_run("01234567\x80", 0) == 8 && detail::ascii_run("0123\x80", 2) == 2);

} // namespace
