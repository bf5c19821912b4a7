// SPDX-License-Identifier: BSL-1.0
#include "server/api_keys.hpp"

#include "sha256.hpp"

#include "support/catch.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/model/organisation.hpp>

#include <string>

static const leadcore::principal first_principal{leadcore::parse_organisation_id("demo").value(),
                                                 {"leads.read"}};

TEST_CASE("a line has a key, and may have its organisation and scopes") {
  demo::api_keys keys;
  const std::string text = "# comment\n\n  one\r\ntwo globex\nthree initech a,b\nsha256:" +
                           demo::to_hex(demo::sha256("four")) + " globex\nsha256";
  CHECK(demo::add_api_keys(keys, text, first_principal).value() == 5);
  const auto globex = leadcore::parse_organisation_id("globex").value();
  CHECK(keys.authenticate("one") == first_principal);
  CHECK(keys.authenticate("two") == leadcore::principal{globex, {"leads.read"}});
  CHECK(keys.authenticate("three") ==
        leadcore::principal{leadcore::parse_organisation_id("initech").value(), {"a", "b"}});
  CHECK(keys.authenticate("four") == leadcore::principal{globex, {"leads.read"}});
  CHECK(keys.authenticate("sha256") == first_principal);
  CHECK_FALSE(keys.authenticate("#"));
  CHECK_FALSE(keys.authenticate("sha256:" + demo::to_hex(demo::sha256("four"))));
}

TEST_CASE("a wrong line is told without its key") {
  for (const std::string line :
       {"secret globex a b", "secr\xc3\xa9t", "sha256:secret",
        "sha256:", "sha256:secretsecretsecretsecretsecretsecretsecretsecretsecretsecretsecr"}) {
    INFO(line);
    demo::api_keys keys;
    const auto added = demo::add_api_keys(keys, "good\n" + line + "\n", first_principal);
    REQUIRE_FALSE(added.has_value());
    CHECK(added.error().starts_with("line 2: "));
    CHECK(added.error().find("secr") == std::string::npos);
  }
}
