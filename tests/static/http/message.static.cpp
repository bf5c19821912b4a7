// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/message.hpp>

#include <array>

namespace {

using namespace leadcore;
using http::reason_phrase;

static_assert(reason_phrase(200) == "OK" && reason_phrase(414) == "URI Too Long" &&
              reason_phrase(431) == "Request Header Fields Too Large" &&
              reason_phrase(299).empty());

struct message {
  std::array<http::header_view, 2> headers;
};
constexpr message two{{{{"Accept", " text/html\t"}, {"X", ""}}}};
static_assert(http::find_header(two, "ACCEPT") == "text/html" && http::find_header(two, "x") == "");
static_assert(!http::find_header(two, "accep") && !http::find_header(two, "accepted"));

} // namespace
