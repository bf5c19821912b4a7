#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# consumer_test.sh KIND SOURCE BUILD COMPILER: builds and runs a project that uses the library from
# SOURCE in one KIND of way, in the build folder BUILD, with strict warnings as errors.
set -euo pipefail
kind=$1 source=$2 build=$3 compiler=$4
here=$(cd "$(dirname "$0")" && pwd)
warnings='-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror'
work=$(mktemp -d "$build/consumer XXXXXX")
trap 'rm -rf "$work"' EXIT

run() { # run COMMAND...: shows its output only if it fails
  "$@" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}
configure() { # configure PROJECT OPTION...
  cmake -G Ninja -S "$here/$1" -B "$work/build" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$warnings" "${@:2}"
}
refused() { # refused MESSAGE PROJECT OPTION...: cannot be configured, for that reason
  if configure "${@:2}" > "$work/log" 2>&1; then
    echo "configured, though it must not be: ${*:2}"
    exit 1
  fi
  tr -s ' \n' ' ' < "$work/log" | grep -q "$1" || { cat "$work/log"; exit 1; }
  rm -rf "$work/build"
}
build_and_run() {
  run cmake --build "$work/build" -j1
  run "$work/build/consumer"
}
build_bare() { # build_bare STANDARD
  # shellcheck disable=SC2086
  run "$compiler" "-std=$1" $warnings -I"$source/include" "$here/main.cpp" -o "$work/consumer"
  run "$work/consumer"
}

case $kind in
  installed)
    prefix="$work/a prefix with spaces"
    run cmake --install "$build" --prefix "$prefix"
    # An unavailable version is refused with the reason.
    for version in 99.0 0.99 0.0.1; do
      refused 'compatible with requested version' installed "-DCMAKE_PREFIX_PATH=$prefix" -DWANTED_VERSION=$version
    done
    run configure installed "-DCMAKE_PREFIX_PATH=$prefix" -DWANTED_VERSION=0.1
    build_and_run ;;
  components)
    prefix="$work/prefix"
    run cmake --install "$build" --prefix "$prefix"
    found="-DCMAKE_PREFIX_PATH=$prefix"
    without=(-DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON -DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON)
    refused 'has no component not_a_component' components "$found" -DWANTED_COMPONENTS=not_a_component
    refused 'find_package for module SQLite3' components "$found" -DWANTED_COMPONENTS=sqlite "${without[@]}"
    # Components that are not requested are not searched for.
    run configure components "$found" -DWANTED_COMPONENTS= -DWANTED_TARGETS= "${without[@]}"
    rm -rf "$work/build"
    run configure components "$found" '-DWANTED_COMPONENTS=core;json_read' -DWANTED_TARGETS= "${without[@]}"
    build_and_run
    rm -rf "$work/build"
    run configure components "$found" '-DWANTED_COMPONENTS=index;sqlite;postgres;mariadb;testing' \
      '-DWANTED_TARGETS=Threads::Threads;SQLite::SQLite3;PostgreSQL::PostgreSQL;PkgConfig::libmariadb;rapidcheck'
    build_and_run ;;
  compiled)
    run cmake --install "$build" --prefix "$work/prefix"
    run configure compiled "-DCMAKE_PREFIX_PATH=$work/prefix"
    build_and_run
    # The program has none of it itself: the linker takes it from the library.
    if nm -C "$work/build/CMakeFiles/consumer.dir/main.cpp.o" | grep -E ' [TWu] .*(answer_query|select_page|parse_query)'; then
      echo "the program instantiates what the library has"
      exit 1
    fi ;;
  subdirectory | fetch_content)
    run configure "$kind" "-DLEADCORE_SOURCE=$source" -DFETCHCONTENT_FULLY_DISCONNECTED=ON
    build_and_run ;;
  bare) build_bare c++20 ;;
  next_standard) build_bare c++23 ;;
  *) echo "unknown kind $kind"; exit 2 ;;
esac
