// SPDX-License-Identifier: BSL-1.0
// Boost.JSON's definitions, once for each program, as for users of json/read.hpp who do not link
// libboost_json.

#include <boost/json/src.hpp>
