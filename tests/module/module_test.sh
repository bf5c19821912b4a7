#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# module_test.sh COMPILER SOURCE: builds the module and a program that imports it, and
# runs the program.
set -euo pipefail
compiler=$1 source=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-std=c++20 -Wall -Wextra -Werror)
"$compiler" "${flags[@]}" "-I$source/include" --precompile "$source/modules/leadcore.cppm" -o "$work/leadcore.pcm"
"$compiler" -std=c++20 -c "$work/leadcore.pcm" -o "$work/leadcore.o"
"$compiler" "${flags[@]}" "-fmodule-file=leadcore=$work/leadcore.pcm" "$here/user.cpp" "$work/leadcore.o" -o "$work/user"
"$work/user"
