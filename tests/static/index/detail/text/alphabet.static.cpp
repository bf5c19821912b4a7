// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/alphabet.hpp>

#include "support/alphabets.hpp"

#include <leadcore/query/searchable_text.hpp>

using namespace leadcore;
using namespace leadcore::detail;

static_assert(text_alphabet<binary_encoding>);
static_assert(text_alphabet<testing::low_delimiter>);
static_assert(!text_alphabet<utf8_encoding>, "it has no canonical bytes");
static_assert(has_valid_spellings<binary_encoding>);
static_assert(has_valid_spellings<testing::digit_alphabet>);
static_assert(has_valid_spellings<testing::low_delimiter>);

struct chain { // a variant of a variant
  static constexpr char delimiter = '\n';
  static constexpr char canonical(char byte) {
    return byte == 'b' ? 'a' : byte == 'c' ? 'b' : byte;
  }
};
struct crowd { // two variants
  static constexpr char delimiter = '\n';
  static constexpr char canonical(char byte) { return byte == 'b' || byte == 'c' ? 'a' : byte; }
};
struct spelled_delimiter {
  static constexpr char delimiter = '\n';
  static constexpr char canonical(char byte) { return byte == 'b' ? '\n' : byte; }
};
static_assert(!has_valid_spellings<chain>);
static_assert(!has_valid_spellings<crowd>);
static_assert(!has_valid_spellings<spelled_delimiter>);

static_assert(spelling_of<testing::digit_alphabet>['0'] == spelling::canonical);
static_assert(spelling_of<testing::digit_alphabet>['A'] == spelling::variant);
static_assert(spelling_of<testing::digit_alphabet>['Z'] == spelling::only);

// The delimiter is last; ranks of different bytes differ.
static_assert(collation_rank<testing::low_delimiter>('\0') == 255);
static_assert(collation_rank<testing::low_delimiter>('\xFF') == 0);
static_assert(collation_rank<testing::middle_delimiter>('\xFF') == 'm');
static_assert(collation_rank<testing::digit_alphabet>('\xFF') == 255);
static_assert(compare_common<testing::middle_delimiter>("la", "lz") < 0);
static_assert(compare_common<testing::middle_delimiter>("l", "lz") == 0);
static_assert(compare_common<testing::middle_delimiter>("\xFF", "n") < 0);
static_assert(compare_common<testing::digit_alphabet>("\xFE", "n") > 0);
