#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# consumer_test.sh KIND SOURCE BUILD COMPILER: builds and runs a project that uses the library from SOURCE, whose
# build folder is BUILD, in one KIND of way.
set -euo pipefail
kind=$1 source=$2 build=$3 compiler=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

configure() { # configure PROJECT OPTION...
  cmake -G Ninja -S "$here/$1" -B "$work/build" -DCMAKE_CXX_COMPILER="$compiler" "${@:2}" > "$work/log" 2>&1
}
build_and_run() {
  cmake --build "$work/build" -j1 > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  "$work/build/consumer"
}

case $kind in
  installed)
    prefix="$work/a prefix with spaces"
    cmake --install "$build" --prefix "$prefix" > "$work/log"
    # A version that cannot be had is refused, with the reason.
    if configure installed "-DCMAKE_PREFIX_PATH=$prefix" -DWANTED_VERSION=99.0; then
      echo "version 99.0 was found"; exit 1
    fi
    grep -q 'compatible with requested version' "$work/log"
    rm -rf "$work/build"
    configure installed "-DCMAKE_PREFIX_PATH=$prefix" -DWANTED_VERSION=0.1 || { cat "$work/log"; exit 1; }
    build_and_run ;;
  subdirectory | fetch_content)
    configure "$kind" "-DLEADCORE_SOURCE=$source" || { cat "$work/log"; exit 1; }
    build_and_run ;;
  bare)
    "$compiler" -std=c++20 -Wall -Wextra -Werror -I"$source/include" "$here/main.cpp" -o "$work/consumer"
    "$work/consumer" ;;
  next_standard)
    "$compiler" -std=c++23 -Wall -Wextra -Werror -I"$source/include" "$here/main.cpp" -o "$work/consumer"
    "$work/consumer" ;;
  *) echo "unknown kind $kind"; exit 2 ;;
esac
