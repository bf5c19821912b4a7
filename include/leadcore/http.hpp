// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_HPP
#define LEADCORE_HTTP_HPP

// The endpoint as a function of plain values.

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>

#endif
