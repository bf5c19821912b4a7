// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ARCHETYPES_HPP
#define LEADCORE_TESTS_SUPPORT_ARCHETYPES_HPP

// Minimal and unusual models of lead_like, and near misses that it must refuse.

#include <leadcore/model/lead.hpp>

#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <boost/hana/adapt_adt.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support {

/// Only accessors, which return by value, in another order than the contract.
class minimal_row {
 public:
  explicit minimal_row(lead source) : source_(std::move(source)) {}
  [[nodiscard]] const lead& source() const { return source_; }

 private:
  lead source_;
};

/// Members of other types, further members, not copyable.
struct odd_row {
  std::unique_ptr<int> not_copyable;
  const char* id = "";
  std::string_view name;
  std::vector<e164> phones;
  std::vector<email_address> emails;
  const char* primary_phone = nullptr;
  const std::string* primary_email = nullptr;
  std::string contact_id;
  std::string company; // never null
  std::optional<std::string_view> source;
  lead_status status{};
  std::optional<std::string> notes;
  const timestamp* next_call_at = nullptr;
  timestamp created_at;
  timestamp updated_at;
  std::optional<std::string> assigned_to_id;
  std::optional<std::string> client_id;
  int revision = 0;
};

struct not_adapted {
  std::string id;
};
struct without_client : lead {};
struct status_as_text : lead {
  std::string status_text;
};
struct phones_as_text : lead {
  std::string phone_text;
};

} // namespace leadcore::test_support

BOOST_HANA_ADAPT_ADT(leadcore::test_support::minimal_row,
                     (client_id, [](const auto& row) { return row.source().client_id; }),
                     (assigned_to_id, [](const auto& row) { return row.source().assigned_to_id; }),
                     (updated_at, [](const auto& row) { return row.source().updated_at; }),
                     (created_at, [](const auto& row) { return row.source().created_at; }),
                     (next_call_at, [](const auto& row) { return row.source().next_call_at; }),
                     (notes, [](const auto& row) { return row.source().notes; }),
                     (status, [](const auto& row) { return row.source().status; }),
                     (source, [](const auto& row) { return row.source().source; }),
                     (company, [](const auto& row) { return row.source().company; }),
                     (contact_id, [](const auto& row) { return row.source().contact_id; }),
                     (primary_email, [](const auto& row) { return row.source().primary_email; }),
                     (primary_phone, [](const auto& row) { return row.source().primary_phone; }),
                     (emails, [](const auto& row) { return row.source().emails; }),
                     (phones, [](const auto& row) { return row.source().phones; }),
                     (name, [](const auto& row) { return row.source().name; }),
                     (id, [](const auto& row) { return row.source().id; }));
BOOST_HANA_ADAPT_STRUCT(leadcore::test_support::odd_row, revision, id, name, phones, emails,
                        primary_phone, primary_email, contact_id, company, source, status, notes,
                        next_call_at, created_at, updated_at, assigned_to_id, client_id);
BOOST_HANA_ADAPT_STRUCT(leadcore::test_support::without_client, id, name, phones, emails,
                        primary_phone, primary_email, contact_id, company, source, status, notes,
                        next_call_at, created_at, updated_at, assigned_to_id);
BOOST_HANA_ADAPT_ADT(leadcore::test_support::status_as_text,
                     (id, [](const auto& row) { return row.id; }),
                     (status, [](const auto& row) { return row.status_text; }));
BOOST_HANA_ADAPT_ADT(leadcore::test_support::phones_as_text,
                     (id, [](const auto& row) { return row.id; }),
                     (phones, [](const auto& row) { return row.created_at; }));

#endif
