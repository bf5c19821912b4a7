// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/adapt.hpp>

#include "support/catch.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <boost/hana/equal.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace leadcore;

namespace {

enum class stage { cold, won };
lead_status status_of(stage each) {
  return each == stage::won ? lead_status::converted : lead_status::not_contacted;
}

/// A row with members, member functions, and neither.
class record {
 public:
  record(std::string key, std::string first, stage state)
      : id(std::move(key)), first_name(std::move(first)), state_(state) {}

  std::string id;
  std::string first_name;
  std::vector<std::string> phones;
  std::optional<std::string> company;
  timestamp created_at;

  [[nodiscard]] stage state() const { return state_; }
  [[nodiscard]] const std::string& contact_id() const { return id; }
  [[nodiscard]] std::optional<std::string> owner() const { return "u" + id; }

 private:
  stage state_;
};

const std::vector<std::string> no_texts;
const std::optional<std::string> no_text;

LEADCORE_ADAPT(record, id, (name, row.first_name + " Doe"), phones, (emails, no_texts),
               (primary_phone, row.phones.empty() ? nullptr : row.phones.front().c_str()),
               (primary_email, no_text), contact_id, company, (source, "web"),
               (status, status_of(row.state())), (notes, no_text),
               (next_call_at, std::optional<timestamp>()), created_at,
               (updated_at, &record::created_at), (assigned_to_id, &record::owner),
               (client_id, no_text));

static_assert(check_lead_like<record>());

const lead_query& query_of(const char* text) {
  static lead_query kept;
  kept = parse_query(text).value();
  return kept;
}

} // namespace

TEST_CASE("an adapted record is read as the lead of its values") {
  record jane("1", "Jane", stage::won);
  jane.phones = {"+14155550101"};
  jane.company = "ACME";
  const lead expected{.id = "1",
                      .name = "Jane Doe",
                      .phones = {"+14155550101"},
                      .primary_phone = "+14155550101",
                      .contact_id = "1",
                      .company = "ACME",
                      .source = "web",
                      .status = lead_status::converted,
                      .assigned_to_id = "u1"};
  CHECK(to_lead(jane) == expected);
  CHECK(equal_leads(jane, expected));
  CHECK(to_json(jane) == to_json(expected));
  CHECK(validate(jane).empty());
}

TEST_CASE("adapted records are listed and printed like leads") {
  std::vector<std::shared_ptr<record>> rows;
  std::vector<lead> leads;
  for (const char* id : {"3", "1", "2"}) {
    rows.push_back(std::make_shared<record>(id, "Jane", *id == '2' ? stage::cold : stage::won));
    leads.push_back(to_lead(*rows.back()));
  }
  for (const char* text : {"", "status=CONVERTED", "search=jane+doe&pageSize=2", "search=Joan"}) {
    INFO(text);
    const lead_query& query = query_of(text);
    CHECK(to_json(list_references(rows, query)) == to_json(list(leads, query)));
  }
}
