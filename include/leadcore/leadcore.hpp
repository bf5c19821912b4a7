// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_LEADCORE_HPP
#define LEADCORE_LEADCORE_HPP

// The umbrella of layers 0 to 2 and of json.hpp: no RapidCheck, no Boost.JSON, no HTTP.

#include <leadcore/version.hpp>

#include <leadcore/email.hpp>
#include <leadcore/fold.hpp>
#include <leadcore/phone.hpp>
#include <leadcore/result.hpp>
#include <leadcore/timestamp.hpp>
#include <leadcore/utf8.hpp>

#include <leadcore/error.hpp>
#include <leadcore/field.hpp>
#include <leadcore/lead.hpp>
#include <leadcore/organisation.hpp>
#include <leadcore/status.hpp>

#include <leadcore/filter.hpp>
#include <leadcore/list.hpp>
#include <leadcore/order.hpp>
#include <leadcore/page.hpp>
#include <leadcore/query.hpp>
#include <leadcore/search.hpp>

#include <leadcore/json.hpp>

#endif
