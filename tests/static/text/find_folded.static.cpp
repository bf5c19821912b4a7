// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/find_folded.hpp>

using namespace leadcore;

static_assert(find_folded("JANE", "an") == text_span{1, 2} && !find_folded("JANE", "AN"));
