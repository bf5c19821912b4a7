// SPDX-License-Identifier: BSL-1.0
#include "server/playground/playground.hpp"

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <leadcore/http/openapi.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

demo::received_request post(std::string_view path, std::string_view content) {
  demo::received_request asked;
  asked.method = "POST";
  asked.target = path;
  asked.headers = {{"Content-Type", "application/json"}};
  asked.content = content;
  return asked;
}

demo::playground sample_playground() {
  return {leadcore::openapi(), demo::sample_organisations, {}};
}

} // namespace

TEST_CASE("the page has the parameters and fields of any endpoint, as text", "[playground]") {
  const std::string page = demo::render_page(
      leadcore::openapi<crm::endpoint>({.title = "<b>"}, {.path = "/api/<i>"}), {});
  CHECK(page.find("id=\"p-source\"") != page.npos);
  CHECK(page.find("<dt><code>score</code>") != page.npos);
  CHECK(page.find("<i>") == page.npos);
  CHECK(page.find("/api/&lt;i&gt;") != page.npos);
  CHECK(page.find("{{") == page.npos);
  CHECK(page.find("id=\"key\"") != page.npos); // nobody can sign in
  CHECK(page.find("id=\"member\"") == page.npos);
}

TEST_CASE("a sample member with permission and feature signs in and out", "[playground]") {
  auto tested = sample_playground();
  const auto given = tested.answer(
      post("/docs/leads/token", R"({"organisation":"demo","member":"65e0a000a000a000a000a000"})"));
  REQUIRE((given && given->status == 200));
  const auto content = boost::json::parse(given->body);
  CHECK(content.at("expiresIn") == 3600);
  const std::string token(content.at("accessToken").as_string());
  const auto holder = tested.authenticate(token);
  REQUIRE(holder.has_value());
  CHECK(holder->organisation.view() == "demo");
  CHECK(holder->scopes == std::vector<std::string>{"leads.read"});
  CHECK(tested.answer(post("/docs/leads/token/revoke", R"({"token":")" + token + "\"}"))->status ==
        200);
  CHECK_FALSE(tested.authenticate(token).has_value());
}

TEST_CASE("who cannot sign in gets a problem", "[playground]") {
  auto tested = sample_playground();
  const auto status = [&](std::string_view content) {
    return tested.answer(post("/docs/leads/token", content))->status;
  };
  CHECK(status(R"({"organisation":"demo","member":"65e0a000a000a000a000a001"})") == 403);
  CHECK(status(R"({"organisation":"initech","member":"65e2a000a000a000a000a000"})") == 403);
  CHECK(status(R"({"organisation":"globex","member":"65e0a000a000a000a000a000"})") == 403);
  CHECK(status(R"({"organisation":["demo"],"member":1})") == 403);
  CHECK(status("[]") == 403);
  CHECK(status("{") == 400);
  CHECK(status("") == 400);
}

TEST_CASE("other paths are not the playground's", "[playground]") {
  auto tested = sample_playground();
  for (const std::string_view path :
       {"/docs", "/docs/leads/", "/docs/leads/token/", "/api/v1/leads"}) {
    CHECK_FALSE(tested.answer(post(path, "")).has_value());
  }
  CHECK(tested.answer(post("/docs/leads?x", ""))->status == 405);
}
