// SPDX-License-Identifier: BSL-1.0
#include "first.cpp"

#include "second.cpp"
