// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_LEADCORE_HPP
#define LEADCORE_LEADCORE_HPP

// text/, model/, query/ and json/write.hpp: no RapidCheck, no Boost.JSON, no HTTP.

#include <leadcore/version.hpp>

#include <leadcore/text/email.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/find_folded.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>

#include <leadcore/model/adapt.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/model/value.hpp>

#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/explain.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/query/schema.hpp>
#include <leadcore/query/search_term.hpp>

#include <leadcore/json/write.hpp>

#endif
