// SPDX-License-Identifier: BSL-1.0
// documents FOLDER: writes the OpenAPI documents of three endpoints, and what they answer to many
// requests, for answers_test.py and validate.mjs.

#include <leadcore/http/list_leads.hpp>
#include <leadcore/http/openapi.hpp>
#include <leadcore/store/memory_store.hpp>

#include "support/documented_answer.hpp"
#include "support/endpoints.hpp"
#include "support/organisation.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;

/// The same numbers in every run.
class sequence {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % limit;
  }
  std::string_view one_of(const std::vector<std::string_view>& of) { return of[below(of.size())]; }

 private:
  std::uint64_t state_ = 1;
};

struct keys {
  [[nodiscard]] result<std::optional<principal>, store_error>
  authenticate(std::string_view key) const {
    if (key == "fails" || key == "slow") {
      return fail(store_error{.retry_after = {}, .timed_out = key == "slow"});
    }
    if (key != "good" && key != "poor") {
      return std::optional<principal>();
    }
    principal found{organisation("acme"), {}};
    if (key == "good") {
      found.scopes = {"leads.read", "contacts.read", "deals.read"};
    }
    return std::optional(found);
  }
};

/// A store whose pages have a version.
template <class Endpoint> struct versioned_store {
  struct page : page_of<typename Endpoint::record> {
    [[nodiscard]] std::string_view version() const { return "1"; }
  };
  std::vector<typename Endpoint::record> rows;

  [[nodiscard]] page list(const organisation_id&, const typename Endpoint::query& query) const {
    return {leadcore::list<Endpoint>(rows, query)};
  }
};

template <class Endpoint> class exchange {
 public:
  exchange(const std::string& folder, const std::string& name,
           std::vector<typename Endpoint::record> rows)
      : store_{std::move(rows)}, answers_(folder + "/" + name + ".answers") {
    std::ofstream(folder + "/" + name + ".json") << openapi<Endpoint>();
  }

  void ask(http::request request) {
    http::options chosen{.max_target_size = 300, .max_body_size = 10};
    const auto done = http::serve<Endpoint>(request, store_, keys{}, chosen);
    std::string line = "{\"target\":";
    append_json_string(line, request.target);
    line += ",\"status\":" + std::to_string(done.response.status) + ",\"headers\":{";
    for (const auto& [name, value] : done.response.headers) {
      line += line.ends_with('{') ? "" : ",";
      append_json_string(line, name);
      line += ":";
      append_json_string(line, value);
    }
    line +=
        "},\"body\":" + (done.response.body.empty() ? "null" : done.response.body) + ",\"query\":";
    if (done.query) {
      append_json_string(line, to_query_string<Endpoint>(*done.query));
    } else {
      line += "null";
    }
    answers_ << line << "}\n";
  }

  /// Requests with parameters of a pool, and each way to fail.
  void ask_many(const std::vector<std::string_view>& pool) {
    sequence numbers;
    const std::string path(Endpoint::path);
    for (int i = 0; i < 400; ++i) {
      std::string target = path;
      for (std::size_t n = numbers.below(4); n > 0; --n) {
        target += (target == path ? "?" : "&") + std::string(numbers.one_of(pool));
      }
      ask({.method = "GET", .target = target, .headers = {{"Authorization", "Bearer good"}}});
    }
    const std::vector<http::header_view> good{{"Authorization", "Bearer good"}};
    ask({.method = "GET", .target = path, .headers = {good[0], {"If-None-Match", "*"}}});
    ask({.method = "POST", .target = path, .headers = good});
    ask({.method = "GET", .target = "/elsewhere", .headers = good});
    ask({.method = "GET", .target = path, .headers = good, .body_size = 11});
    const std::string long_target = path + "?" + std::string(300, 'x');
    ask({.method = "GET", .target = long_target, .headers = good});
    for (const std::string_view value :
         {"Bearer poor", "Bearer none", "Bearer fails", "Bearer slow", "Basic x", ""}) {
      ask({.method = "GET", .target = path, .headers = {{"Authorization", value}}});
    }
    ask({.method = "GET", .target = path, .headers = {good[0], good[0]}});
  }

 private:
  versioned_store<Endpoint> store_;
  std::ofstream answers_;
};

} // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    return 2;
  }
  const std::string folder = arguments[1];
  const std::vector<std::string_view> common{"page=1",     "page=2",       "page=007",
                                             "page=0",     "page=x",       "page=9007199254740991",
                                             "pageSize=1", "pageSize=100", "pageSize=1001",
                                             "pageSize=",  "nonsense=1",   "%zz",
                                             "search=%FF"};
  const auto pool = [&](std::vector<std::string_view> own) {
    own.insert(own.end(), common.begin(), common.end());
    return own;
  };

  std::vector<lead> leads;
  for (int i = 0; i < 7; ++i) {
    leads.push_back(named_lead(std::to_string(i), i % 2 == 0 ? "Jane \"J\" Doe" : "Zoë \xFF"));
    leads.back().next_call_at.reset();
    leads.back().primary_phone.reset();
  }
  exchange<leads_endpoint>(folder, "leads", leads)
      .ask_many(
          pool({"search=jane", "search=++", "search=", "status=QUALIFIED", "status=LOST",
                "status=lost", "assignedToId=unassigned", "assignedToId=m", "assignedToId="}));

  std::vector<crm::contact> contacts;
  for (const lead& each : leads) {
    crm::contact one;
    for_each_lead_field([&](auto field) { field.in(one) = field(each); });
    one.score = contacts.empty() ? std::numeric_limits<std::int64_t>::min() : 7;
    one.tags = {"a,b"};
    contacts.push_back(std::move(one));
  }
  exchange<crm::endpoint>(folder, "contacts", contacts)
      .ask_many(
          pool({"search=jane", "source=website", "source=", "scoreFrom=-5", "scoreFrom=1.5",
                "scoreUntil=9223372036854775807", "scoreUntil=9223372036854775808",
                "createdAtFrom=2026-04-21T09:00:00Z", "createdAtUntil=2026-04-21T11:00:00%2B02:00",
                "createdAtFrom=today", "status=QUALIFIED"}));

  std::vector<sales::deal> deals(9);
  for (std::size_t i = 0; i < deals.size(); ++i) {
    deals[i].number = std::to_string(i);
    deals[i].title = "Crème";
    deals[i].amount = static_cast<std::int64_t>(i) * 1000;
    deals[i].items = std::numeric_limits<std::uint16_t>::max();
    deals[i].probability = 1e-300;
    deals[i].stage = i % 2 == 0 ? sales::stage::won : sales::stage::open;
    if (i % 3 == 0) {
      deals[i].forecast = sales::stage::lost;
      deals[i].discount = -1;
      deals[i].renewed = false;
      deals[i].margin = -0.0;
    }
  }
  exchange<sales::endpoint>(folder, "deals", deals)
      .ask_many(pool({"stage=OPEN,WON",       "stage=OPEN",
                      "stage=OPEN,",          "number=1,2,a%2Cb",
                      "signedOff=true",       "signedOff=yes",
                      "renewed=false",        "amountFrom=-3",
                      "discount=-2147483648", "discount=2147483648",
                      "items=65535",          "items=-1",
                      "probabilityFrom=0.5",  "probabilityFrom=1e-3",
                      "probabilityFrom=inf",  "dueAtUntil=2026-05-02T10:30:00Z",
                      "dueAtIsNull=true",     "forecast=LOST",
                      "owner=unassigned",     "size=small",
                      "size=medium",          "q=creme"}));
  return 0;
}
