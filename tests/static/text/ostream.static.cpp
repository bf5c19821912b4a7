// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/ostream.hpp>

#include <leadcore/model/organisation.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <concepts>
#include <ostream>

using namespace leadcore;

template <class T>
concept streams = requires(std::ostream& out, const T& value) {
  { out << value } -> std::same_as<std::ostream&>;
};
static_assert(streams<e164> && streams<email_address> && streams<region> && streams<timestamp> &&
              streams<organisation_id>);

struct other {
  std::string_view view() const { return ""; }
};
struct converts {
  operator timestamp() const { return {}; }
};
static_assert(!streams<other> && !streams<converts>); // only our types
