// SPDX-License-Identifier: BSL-1.0
// The concept names each field that does not read as the lead's, with its type and the wanted one.
// expect: mistyped_field<.*"id".*, int, .*string_view
// expect: mistyped_field<.*"next_call_at".*string.*, .*optional<.*timestamp

#include <leadcore/model/adapt.hpp>
#include <leadcore/query/list.hpp>

#include <string>
#include <vector>

struct row : leadcore::lead {};
#ifdef LEADCORE_BAD
LEADCORE_ADAPT(row, (id, 1), name, phones, emails, primary_phone, primary_email, contact_id,
               company, source, status, notes, (next_call_at, std::string("today")), created_at,
               updated_at, assigned_to_id, client_id);
#else
LEADCORE_ADAPT(row, id, name, phones, emails, primary_phone, primary_email, contact_id, company,
               source, status, notes, next_call_at, created_at, updated_at, assigned_to_id,
               client_id);
#endif
auto answer(const std::vector<row>& rows) {
  return leadcore::list(rows, {});
}
