// SPDX-License-Identifier: BSL-1.0
// Rows of a server's own types are listed without conversion: a struct by its members, a class by
// its member functions and by expressions.

#include <leadcore/leadcore.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using leadcore::lead_status;
using leadcore::timestamp;

// By its members, which have other types, another order, and a member more.
struct crm_row {
  long revision = 0;
  std::string name, id, contact_id;
  std::vector<leadcore::e164> phones;
  std::vector<std::string> emails;
  const char* primary_phone = nullptr; // null if there is none
  std::optional<std::string> primary_email, company, source, notes, assigned_to_id, client_id;
  lead_status status = lead_status::not_contacted;
  std::optional<timestamp> next_call_at;
  timestamp created_at, updated_at;
};
LEADCORE_ADAPT(crm_row, id, name, phones, emails, primary_phone, primary_email, contact_id, company,
               source, status, notes, next_call_at, created_at, updated_at, assigned_to_id,
               client_id);
static_assert(leadcore::check_lead_like<crm_row>());

// By member functions and expressions: values are computed from the stored form.
class packed_row {
 public:
  packed_row(int number, char stage) : number_(number), stage_(stage) {}
  std::string id() const { return "row-" + std::to_string(number_); }
  std::string name() const { return "Customer " + std::to_string(number_); }
  lead_status status() const {
    return stage_ == 'W' ? lead_status::converted : lead_status::contacted;
  }

 private:
  int number_;
  char stage_;
};
inline constexpr std::optional<std::string_view> no_text;
inline const std::vector<std::string> no_list;
LEADCORE_ADAPT(packed_row, id, name, (phones, no_list), (emails, no_list), (primary_phone, no_text),
               (primary_email, no_text), (contact_id, row.id()), (company, no_text),
               (source, no_text), status, (notes, no_text),
               (next_call_at, std::optional<timestamp>()), (created_at, timestamp()),
               (updated_at, timestamp()), (assigned_to_id, no_text), (client_id, no_text));
static_assert(leadcore::check_lead_like<packed_row>());

int main() {
  const auto phone = leadcore::parse_phone("020 7946 0958", leadcore::region("GB"));
  const auto by_phone = leadcore::parse_query("search=020+7946+0958");
  const auto converted = leadcore::parse_query("status=CONVERTED&pageSize=1");
  if (!phone.has_value() || !by_phone.has_value() || !converted.has_value()) {
    return 1;
  }
  std::vector<crm_row> rows(2);
  rows[0].id = "a";
  rows[0].name = "Jane Doe";
  rows[0].phones = {*phone};
  rows[0].primary_phone = "+442079460958";
  rows[1].id = "b";
  rows[1].name = "John Roe";
  // References: no row is copied.
  std::puts(leadcore::to_json(leadcore::list_references(rows, *by_phone)).c_str());

  const std::vector<packed_row> packed{{1, 'W'}, {2, 'C'}, {3, 'W'}};
  std::puts(leadcore::to_json(leadcore::list_references(packed, *converted)).c_str());
}
