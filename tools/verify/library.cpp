// SPDX-License-Identifier: BSL-1.0
#include "verify/library.hpp"

#include "support/answers/http.hpp"
#include "support/answers/json.hpp"
#include "support/answers/phone.hpp"
#include "support/answers/phone_type.hpp"

#include <leadcore/version.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <functional>
#include <istream>
#include <map>
#include <ostream>
#include <stdexcept>
#include <string>

namespace leadcore::verify {

namespace {

using namespace leadcore::test_support;

json::object hello(const vector_case& /*asked*/) {
  return {{"protocol", 1},
          {"implementation", "leadcore " + std::string(leadcore::version)},
          {"levels", {"core", "phone", "phone-codes", "phone-types", "json-read", "http"}},
          {"profiles", {"allow_utf8", "clamp", "ignore_unknown", "nulls_first"}},
          {"unicode", "15.0"},
          {"libphonenumber", "8.12.57"}};
}

} // namespace

struct library::state {
  answers::loaded_leads leads;
  answers::loaded_organisations organisations;
  std::map<std::string, std::function<json::object(const vector_case&)>, std::less<>> calls{
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
      {"load_leads",
       [this](const vector_case& asked) { return answers::load_leads(asked, leads); }},
      {"list", [this](const vector_case& asked) { return answers::list(asked, leads); }},
      {"write_string", answers::write_string},
      {"write_page", answers::write_page},
      {"read_json", answers::read_json},
      {"validate_lead", answers::validate_lead},
      {"normalise_lead", answers::normalise_lead},
      {"load_organisations",
       [this](const vector_case& asked) {
         return answers::load_organisations(asked, organisations);
       }},
      {"links", answers::links},
      {"http", [this](const vector_case& asked) { return answers::http(asked, organisations); }},
  };
};

library::library() : state_(std::make_unique<state>()) {}
library::~library() = default;

json::object library::answer(std::string_view call, const json::object& in) {
  const auto found = state_->calls.find(call);
  if (found == state_->calls.end()) {
    return {{"unsupported", true}};
  }
  vector_case asked;
  asked.call = call;
  asked.in = in;
  return {{"out", found->second(asked)}};
}

void answer_all(std::istream& in, std::ostream& out) {
  library answering;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    json::object answer;
    try {
      const json::object given = json::parse(line).as_object();
      const auto* asked = given.if_contains("in");
      answer = answering.answer(std::string_view(given.at("call").as_string()),
                                asked == nullptr ? json::object() : asked->as_object());
      if (const auto* id = given.if_contains("id")) {
        answer["id"] = *id;
      }
    } catch (const std::exception&) {
      throw std::runtime_error("line " + std::to_string(number) +
                               " is no question of docs/verify.md: " + line.substr(0, 200));
    }
    out << json::serialize(answer) << std::endl;
  }
}

} // namespace leadcore::verify
