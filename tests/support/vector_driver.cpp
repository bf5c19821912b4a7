// SPDX-License-Identifier: BSL-1.0
// leadcore as a port: answers the calls of docs/verify.md, one JSON line for each.

#include "support/answers/http.hpp"
#include "support/answers/json.hpp"
#include "support/answers/phone.hpp"
#include "support/answers/phone_type.hpp"

#include <leadcore/version.hpp>

#include <boost/json/serialize.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

namespace {

using namespace leadcore::test_support;
namespace json = boost::json;

json::object hello(const vector_case& /*asked*/) {
  return {{"protocol", 1},
          {"implementation", "leadcore " + std::string(leadcore::version)},
          {"levels", {"core", "phone", "phone-codes", "phone-types", "json-read", "http"}},
          {"profiles", {"allow_utf8", "clamp", "ignore_unknown", "nulls_first"}},
          {"unicode", "15.0"},
          {"libphonenumber", "8.12.57"}};
}

} // namespace

int main() {
  answers::loaded_leads leads;
  answers::loaded_organisations organisations;
  const std::map<std::string, std::function<json::object(const vector_case&)>, std::less<>> calls{
      {"hello", hello},
      {"parse_status", answers::parse_status},
      {"check_utf8", answers::check_utf8},
      {"fold", answers::fold},
      {"contains_folded", answers::contains_folded},
      {"parse_timestamp", answers::parse_timestamp},
      {"parse_email", answers::parse_email},
      {"parse_phone", answers::parse_phone},
      {"describe_phone", answers::describe_phone},
      {"parse_query", answers::parse_query},
      {"matches", answers::matches},
      {"sort", answers::sort},
      {"paginate", answers::paginate},
      {"load_leads", [&](const vector_case& asked) { return answers::load_leads(asked, leads); }},
      {"list", [&](const vector_case& asked) { return answers::list(asked, leads); }},
      {"write_string", answers::write_string},
      {"write_page", answers::write_page},
      {"read_json", answers::read_json},
      {"validate_lead", answers::validate_lead},
      {"normalise_lead", answers::normalise_lead},
      {"load_organisations",
       [&](const vector_case& asked) { return answers::load_organisations(asked, organisations); }},
      {"links", answers::links},
      {"http", [&](const vector_case& asked) { return answers::http(asked, organisations); }},
  };
  std::string line;
  while (std::getline(std::cin, line)) {
    const json::object given = json::parse(line).as_object();
    vector_case asked;
    asked.call = given.at("call").as_string();
    if (const auto* in = given.if_contains("in")) {
      asked.in = in->as_object();
    }
    json::object answer;
    if (const auto* id = given.if_contains("id")) {
      answer["id"] = *id;
    }
    if (const auto found = calls.find(asked.call); found != calls.end()) {
      answer["out"] = found->second(asked);
    } else {
      answer["unsupported"] = true;
    }
    std::cout << json::serialize(answer) << std::endl;
  }
}
