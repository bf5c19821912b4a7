// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_HPP
#define LEADCORE_INDEX_HPP

// The in-memory index.

#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/index/lead_index.hpp>
#include <leadcore/index/lead_snapshot.hpp>

#endif
