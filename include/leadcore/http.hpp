// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_HPP
#define LEADCORE_HTTP_HPP

// The endpoint as a function of plain values, and its OpenAPI document.

#include <leadcore/http/access.hpp>
#include <leadcore/http/ask.hpp>
#include <leadcore/http/entity_tag.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/openapi.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/http/page_links.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/http/tokens.hpp>

#endif
