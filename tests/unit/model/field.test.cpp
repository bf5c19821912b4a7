// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/field.hpp>

#include "support/catch.hpp"

#include <boost/hana/define_struct.hpp>

#include <string>
#include <vector>

using namespace leadcore;

namespace {

struct note {
  BOOST_HANA_DEFINE_STRUCT(note, (std::string, body_text), (std::vector<int>, seen_by));
};

} // namespace

TEST_CASE("fields are visited in the order of their definition") {
  std::string names;
  for_each_field<note>([&](auto each) { names += std::string(each.wire_name()) + " "; });
  CHECK(names == "bodyText seenBy ");
}

TEST_CASE("a member is read by reference, not copied") {
  const note record{"text", {1, 2}};
  CHECK(&field<"body_text">(record) == &record.body_text);
  CHECK(&field<"seen_by">(record) == &record.seen_by);
}

TEST_CASE("a member is written through its field") {
  note record{"text", {}};
  field<"body_text">.in(record) += "!";
  CHECK(record.body_text == "text!");
}
