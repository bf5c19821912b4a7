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
every_header() { # prints a program with every header, and one function that uses them
  (cd "$source/include" && find leadcore -name '*.hpp' ! -path '*/detail/*' ! -name compiled.hpp | sort) |
    sed 's/.*/#include <&>/'
  sed 's/^#include <leadcore.*//' "$here/main.cpp"
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
  subdirectory)
    run configure subdirectory "-DLEADCORE_SOURCE=$source"
    build_and_run ;;
  next_standard)
    # shellcheck disable=SC2086
    run "$compiler" -std=c++23 $warnings -I"$source/include" "$here/main.cpp" -o "$work/consumer"
    run "$work/consumer" ;;
  warnings) # of projects that are stricter than we are
    every_header > "$work/every_header.cpp"
    strict="$warnings -Weffc++ -Wnull-dereference -O1 -I$(pg_config --includedir) $(pkg-config --cflags libmariadb 2> /dev/null || true)"
    "$compiler" --version | grep -q clang || strict+=' -Wuseless-cast'
    # shellcheck disable=SC2086
    run "$compiler" -std=c++20 $strict -I"$source/include" -c "$work/every_header.cpp" -o /dev/null
    for clang in clang++-19 clang++-16; do # the newest and the oldest that works
      if command -v "$clang" > /dev/null; then
        # shellcheck disable=SC2086
        run "$clang" -std=c++20 ${strict/ -Wuseless-cast/} -I"$source/include" -fsyntax-only "$work/every_header.cpp"
      fi
    done ;;
  portable) # -w: undefining __has_builtin warns
    run "$compiler" -std=c++20 -w -U__SSE2__ -I"$source/include" "$here/portable.cpp" -o "$work/consumer"
    run "$work/consumer" ;;
  boost_1_74) # unpacked by scripts/setup; without Boost.JSON
    boost=$source/build/boost_1_74/usr/include
    # shellcheck disable=SC2086
    run "$compiler" -std=c++20 $warnings -isystem "$boost" -I"$source/include" -DWANTED_BOOST=107400 \
      "$here/main.cpp" -o "$work/consumer"
    run "$work/consumer" ;;
  single_header) # answers as the headers do, and mixes with them in one program
    mkdir -p "$work/one/leadcore"
    "$source/scripts/amalgamate" > "$work/one/leadcore/leadcore.hpp"
    awk '/^```cpp$/ { on = 1; next } /^```$/ && on { exit } on' "$source/README.md" > "$work/readme.cpp"
    for headers in "$work/one" "$source/include"; do
      # shellcheck disable=SC2086
      run "$compiler" -std=c++20 $warnings -I"$headers" "$work/readme.cpp" -o "$work/consumer"
      "$work/consumer" > "$work/answer.${headers##*/}"
    done
    grep -q '"id": "2"' "$work/answer.one"
    run cmp "$work/answer.one" "$work/answer.include"
    run "$compiler" -std=c++20 -I"$work/one" -c "$here/two_libraries/first.cpp" -o "$work/first.o"
    run "$compiler" -std=c++20 -I"$source/include" "$work/first.o" "$here"/two_libraries/{second,main}.cpp -o "$work/consumer"
    run "$work/consumer"
    "$source/scripts/amalgamate" http index sql store/index_store > "$work/all.hpp"
    run "$compiler" -std=c++20 -fsyntax-only -x c++ "$work/all.hpp" ;;
  *) echo "unknown kind $kind"; exit 2 ;;
esac
