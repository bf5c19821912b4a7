// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/adapt.hpp>

#include "support/property.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/testing/generators.hpp>

#include <utility>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// A lead behind an accessor, whose fields are expressions.
class boxed {
 public:
  explicit boxed(lead source) : source_(std::move(source)) {}
  [[nodiscard]] const lead& source() const { return source_; }

 private:
  lead source_;
};

LEADCORE_ADAPT(boxed, (id, row.source().id), (name, row.source().name),
               (phones, row.source().phones), (emails, row.source().emails),
               (primary_phone, row.source().primary_phone),
               (primary_email, row.source().primary_email), (contact_id, row.source().contact_id),
               (company, row.source().company), (source, row.source().source),
               (status, row.source().status), (notes, row.source().notes),
               (next_call_at, row.source().next_call_at), (created_at, row.source().created_at),
               (updated_at, row.source().updated_at), (assigned_to_id, row.source().assigned_to_id),
               (client_id, row.source().client_id));

} // namespace

TEST_CASE("an adapted record reads and prints as the lead that it holds") {
  for (const lead_kind kind : {lead_kind::valid, lead_kind::hostile}) {
    rc::prop("equal values and equal JSON", [rows = leads(kind)] {
      const lead source = *rows;
      const boxed row(source);
      RC_ASSERT(equal_leads(row, source));
      RC_ASSERT(to_lead(row) == source);
      RC_ASSERT(to_json(row) == to_json(source));
    });
  }
}
