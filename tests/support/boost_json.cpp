// SPDX-License-Identifier: BSL-1.0
// Boost.JSON's own definitions, once for each program: what a user of json_read.hpp does who does not link libboost_json.

#include <boost/json/src.hpp>
