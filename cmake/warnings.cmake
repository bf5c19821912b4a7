# SPDX-License-Identifier: BSL-1.0
# The warnings of our own programs; nothing of this reaches a project that uses the library.
add_library(leadcore_warnings INTERFACE)
target_compile_options(leadcore_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
                                                   -Werror)
