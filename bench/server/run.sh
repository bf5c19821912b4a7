#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh PROGRAM [--rows=N] [--check]: loads the server with wrk, one thread and 32 connections,
# five seconds for each query, and prints the counters. The server ends with this script.
set -euo pipefail
program=$1
shift
for option in "$@"; do
  [ "$option" != --check ] || exec "$program" "$@"
done

coproc server { exec "$program" "$@"; }
trap 'kill "$server_PID" 2> /dev/null || true' EXIT
read -r port <&"${server[0]}"
report() { # the server's counters since the last time
  kill -USR1 "$server_PID"
  read -r requests leadcore cpu <&"${server[0]}"
}

echo "| query | requests a second | median latency | 99 % | server's CPU us a request | of which leadcore | share |"
echo "|---|---|---|---|---|---|---|"
for query in 'pageSize=50' 'page=500&pageSize=50' 'search=smith&pageSize=50' 'pageSize=1'; do
  load=(wrk -t1 -c32 --latency -H 'Authorization: Bearer secret' "http://127.0.0.1:$port/api/v1/leads?$query")
  "${load[@]}" -d1s > /dev/null
  report
  out=$("${load[@]}" -d5s)
  report
  if grep -q 'Non-2xx\|Socket errors' <<< "$out"; then
    echo "bench: not all requests to ?$query were answered with 200" >&2
    echo "$out" >&2
    exit 1
  fi
  awk -v query="$query" -v leadcore="$leadcore" -v cpu="$cpu" '
    $1 == "50%" { median = $2 } $1 == "99%" { tail = $2 } $1 == "Requests/sec:" { rate = $2 }
    END { printf "| `%s` | %.0f | %s | %s | %s | %s | %.0f %% |\n", query, rate, median, tail, cpu, leadcore, 100 * leadcore / cpu }' <<< "$out"
done
