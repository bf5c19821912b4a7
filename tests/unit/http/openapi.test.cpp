// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/openapi.hpp>

#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/endpoints.hpp"
#include "support/vector_reader.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;
using boost::json::value;

template <class Endpoint = leads_endpoint>
value document(const openapi_info& info = {}, const http::options& chosen = {}) {
  return boost::json::parse(openapi<Endpoint>(info, chosen));
}

/// The only operation of a document.
const value& operation(const value& of) {
  return of.at("paths").as_object().begin()->value().at("get");
}

const value& parameter(const value& of, std::string_view name) {
  for (const value& each : operation(of).at("parameters").as_array()) {
    if (std::string_view(each.at("name").as_string()) == name) {
      return each;
    }
  }
  FAIL("no parameter " << name);
  return of;
}

value parsed_json(std::string_view text) {
  return boost::json::parse(text);
}

struct root_endpoint : crm::endpoint {
  static constexpr std::string_view path = "/";
};
struct oddly_named_endpoint : crm::endpoint {
  static constexpr std::string_view path = "/crm/open~_v2.0-rows";
};

struct endpoint_with_example : crm::endpoint {
  static crm::contact example() {
    crm::contact shown;
    shown.id = "7";
    return shown;
  }
};

} // namespace

// decision 0077
TEST_CASE("a document names the parameters of the endpoint, in order, with limits and defaults",
          "[openapi]") {
  const value leads = document();
  CHECK(leads.at("openapi") == "3.1.0");
  std::vector<std::string> names;
  for (const value& each : operation(leads).at("parameters").as_array()) {
    if (each.at("in") == "query") {
      names.emplace_back(each.at("name").as_string());
    }
  }
  std::vector<std::string> expected;
  for (const auto& each : query_parameters<>) {
    expected.emplace_back(each.name);
  }
  CHECK(names == expected);
  CHECK(parameter(leads, "status") == parsed_json(R"({"name":"status","in":"query",
                 "description":"Exact status. NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST.","required":false,
                 "schema":{"type":"string",
                           "enum":["NOT_CONTACTED","CONTACTED","QUALIFIED","CONVERTED","LOST"]}})"));
  CHECK(parameter(leads, "search").at("description") ==
        "Case-insensitive match against name, company, emails or phones. At most 256 characters.");
  CHECK(parameter(leads, "search").at("schema") ==
        parsed_json(R"({"type":"string","maxLength":256})"));
  CHECK(parameter(leads, "assignedToId").at("schema") ==
        parsed_json(R"({"type":"string","minLength":1})"));
  CHECK(
      parameter(leads, "page").at("schema") ==
      parsed_json(
          R"({"type":"integer","format":"int64","minimum":1,"maximum":9007199254740991,"default":1})"));
  CHECK(
      parameter(leads, "pageSize").at("schema") ==
      parsed_json(R"({"type":"integer","format":"int64","minimum":1,"maximum":100,"default":50})"));
}

TEST_CASE("each kind of filter has its schema", "[openapi]") {
  const value deals = document<sales::endpoint>();
  CHECK(parameter(deals, "stage") == parsed_json(R"({"name":"stage","in":"query",
                 "description":"A list separated by commas, each OPEN, OFFERED, WON or LOST.",
                 "required":false,"style":"form","explode":false,
                 "schema":{"type":"array","minItems":1,
                           "items":{"type":"string","enum":["OPEN","OFFERED","WON","LOST"]}}})"));
  CHECK(parameter(deals, "number").at("schema").at("items") ==
        parsed_json(R"({"type":"string","minLength":1})"));
  CHECK(parameter(deals, "signedOff").at("schema") == parsed_json(R"({"type":"boolean"})"));
  CHECK(parameter(deals, "dueAtIsNull").at("schema") == parsed_json(R"({"type":"boolean"})"));
  CHECK(parameter(deals, "amountFrom").at("schema") ==
        parsed_json(R"({"type":"integer","format":"int64",
                 "minimum":-9223372036854775808,"maximum":9223372036854775807})"));
  CHECK(parameter(deals, "items").at("schema") ==
        parsed_json(R"({"type":"integer","format":"uint16","minimum":0,"maximum":65535})"));
  CHECK(parameter(deals, "probabilityFrom").at("schema") ==
        parsed_json(R"({"type":"number","format":"double"})"));
  CHECK(parameter(deals, "dueAtUntil").at("schema") ==
        parsed_json(R"({"type":"string","format":"date-time"})"));
  CHECK(parameter(deals, "pageSize").at("schema").at("maximum") == 1000);
  CHECK(parameter(deals, "pageSize").at("schema").at("default") == 20);
  // A filter of the user's own without schema().
  CHECK(parameter(deals, "size").at("schema") == parsed_json(R"({"type":"string"})"));
  CHECK(parameter(deals, "size").at("description") == "Small or large.");
}

TEST_CASE("the schema of a record has its fields, all of them required", "[openapi]") {
  const value leads = document();
  const value& lead = leads.at("components").at("schemas").at("Lead");
  CHECK(lead.at("required").as_array().size() == 16);
  CHECK(lead.at("properties").as_object().size() == 16);
  CHECK(lead.at("properties").at("id") == parsed_json(R"({"type":"string",
        "description":"Lead id, unique in an organisation."})"));
  CHECK(lead.at("properties").at("phones") ==
        parsed_json(R"({"type":"array","items":{"type":"string"},
                        "description":"Normalised phone numbers (E.164)."})"));
  CHECK(lead.at("properties").at("company") ==
        parsed_json(R"({"type":["string","null"],"description":"Company of the contact."})"));
  CHECK(lead.at("properties").at("nextCallAt") ==
        parsed_json(R"({"type":["string","null"],"format":"date-time",
                        "description":"Time of the next scheduled call."})"));
  for (const auto& [name, schema] : lead.at("properties").as_object()) {
    INFO(name);
    CHECK(schema.as_object().contains("description"));
  }

  const value deals = document<sales::endpoint>();
  const value& deal = deals.at("components").at("schemas").at("Deal").at("properties");
  CHECK(deal.at("forecast") ==
        parsed_json(R"({"type":["string","null"],"enum":["OPEN","OFFERED","WON","LOST",null]})"));
  CHECK(deal.at("discount") == parsed_json(R"({"type":["integer","null"],"format":"int32",
                                        "minimum":-2147483648,"maximum":2147483647})"));
  CHECK(deal.at("probability") == parsed_json(R"({"type":"number","format":"double"})"));
  CHECK(deal.at("signedOff") == parsed_json(R"({"type":"boolean"})"));

  CHECK(leads.at("components").at("schemas").at("LeadPage") == parsed_json(R"({"type":"object",
        "required":["data","pagination"],"properties":{
        "data":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/Lead"}},
        "pagination":{"$ref":"#/components/schemas/Pagination"}}})"));
  const value& query_problem = leads.at("components").at("schemas").at("QueryProblem");
  CHECK(query_problem.at("required") ==
        parsed_json(R"(["type","title","status","detail","errors"])"));
  CHECK(query_problem.at("properties").at("errors").at("items").at("required") ==
        parsed_json(R"(["code","detail","parameter","value","offset","allowed","suggestion"])"));
}

TEST_CASE("the example of leads is the documented answer", "[openapi]") {
  const value leads = document();
  CHECK(operation(leads)
            .at("responses")
            .at("200")
            .at("content")
            .at("application/json")
            .at("example") == boost::json::parse(documented_json()));
  const std::string pretty = openapi({}, {.style = json_style::pretty});
  CHECK(boost::json::parse(pretty) == leads);
  CHECK(without_white_space(pretty) == openapi());

  const auto content = [](const value& of) {
    return operation(of).at("responses").at("200").at("content").at("application/json");
  };
  CHECK_FALSE(content(document<crm::endpoint>()).as_object().contains("example"));
  const value shown = content(document<endpoint_with_example>()).at("example");
  CHECK(shown.at("data").at(0).at("id") == "7");
  CHECK(shown.at("pagination").at("total") == 1);
}

TEST_CASE("a document says how the endpoint is served", "[openapi]") {
  const value contacts = document<crm::endpoint>();
  CHECK(contacts.at("info") == parsed_json(R"({"title":"Contacts","version":"1"})"));
  CHECK(contacts.at("security") == parsed_json(R"([{"apiKey":["contacts.read"]}])"));
  CHECK(contacts.at("components").at("securitySchemes").at("apiKey").at("scheme") == "bearer");
  CHECK(operation(contacts).at("operationId") == "listContacts");
  CHECK(contacts.at("components").at("schemas").as_object().contains("ContactPage"));
  CHECK_FALSE(contacts.as_object().contains("servers"));

  const value named = document({.title = "CRM \"1\"",
                                .version = "2",
                                .description = "All of it.",
                                .servers = {"https://a.example", "https://b.example"},
                                .record = "Row"},
                               {.path = "/leads", .max_body_size = 5});
  CHECK(named.at("info") ==
        parsed_json(R"({"title":"CRM \"1\"","version":"2","description":"All of it."})"));
  CHECK(named.at("servers") ==
        parsed_json(R"([{"url":"https://a.example"},{"url":"https://b.example"}])"));
  CHECK(named.at("paths").as_object().contains("/leads"));
  CHECK(named.at("components").at("schemas").as_object().contains("RowPage"));
  CHECK(operation(named).at("responses").at("413").at("description") ==
        "Content Too Large: the content is over 5 bytes.");
  CHECK(document({}, {.link_base = "/crm"}).at("servers") == parsed_json(R"([{"url":"/crm"}])"));
}

// OpenAPI 3.1.0, components object: ^[a-zA-Z0-9._-]+$
TEST_CASE("the names of components have only characters that are allowed there", "[openapi]") {
  const value odd = document<oddly_named_endpoint>();
  CHECK(operation(odd).at("operationId") == "listOpen_v2.0-rows");
  CHECK(odd.at("components").at("schemas").as_object().contains("Open_v2.0-row"));
  CHECK(odd.at("info").at("title") == "Open~_v2.0-rows");

  const value root = document<root_endpoint>();
  CHECK(operation(root).at("operationId") == "listRecord");
  CHECK(root.at("components").at("schemas").as_object().contains("RecordPage"));
  CHECK(root.at("info").at("title") == "");
}

TEST_CASE("a pretty document keeps quotes, and empty values on one line", "[openapi]") {
  const openapi_info info{.title = R"(C:\"{[,:]}")"};
  const std::string pretty = openapi<endpoint_with_example>(info, {.style = json_style::pretty});
  CHECK(pretty.find(R"(    "title": "C:\\\"{[,:]}\"",)") != std::string::npos);
  CHECK(pretty.find("\"phones\": [],\n") != std::string::npos);
  CHECK(boost::json::parse(pretty) == document<endpoint_with_example>(info));

  http::detail::json_document empty;
  empty.object([&] { empty.object("a", [] {}); });
  CHECK(empty.pretty() == "{\n  \"a\": {}\n}");
}

TEST_CASE("a document has every status of the endpoint", "[openapi]") {
  const value leads = document();
  std::string statuses;
  for (const auto& each : operation(leads).at("responses").as_object()) {
    statuses += std::string(each.key()) + " ";
  }
  CHECK(statuses == "200 304 400 401 403 404 405 413 414 503 504 ");
  CHECK(
      operation(leads).at("responses").at("503").at("headers").as_object().contains("Retry-After"));
}
