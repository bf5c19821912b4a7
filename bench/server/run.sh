#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh PROGRAM [--rows=N] [--from=STORE] [--check | --compare]: loads the server with wrk, one thread
# and 32 connections, five seconds for each query, and prints the counters. With --compare the same
# requests go to a durable store and to statements on SQLite, ten seconds each. The server ends with
# this script.
set -euo pipefail
program=$1
shift
compare=
options=()
for option in "$@"; do
  case $option in
    --check) exec "$program" "$@" ;;
    --compare) compare=yes ;;
    *) options+=("$option") ;;
  esac
done

start() { # start OPTION...: sets port
  coproc server { exec "$program" ${options[@]+"${options[@]}"} "$@"; }
  trap 'kill "$server_PID" 2> /dev/null || true' EXIT
  read -r port <&"${server[0]}"
}
url() { echo "http://127.0.0.1:$port/api/v1/leads$1"; }
wrk_checked() { # prints what wrk prints
  local out
  out=$(wrk -t1 --latency -H 'Authorization: Bearer secret' "$@")
  if grep -q 'Non-2xx\|Socket errors' <<< "$out"; then
    echo "bench: not all requests were answered with 200: $*" >&2
    echo "$out" >&2
    exit 1
  fi
  echo "$out"
}

if [ "$compare" ]; then
  mix=('' 'status=QUALIFIED' 'assignedToId=unassigned&page=10' 'page=5000' 'search=smith'
    'search=%40gmail.com&page=3' 'search=james&status=LOST' 'status=CONTACTED&page=1000')
  script=$(mktemp)
  { # each request of the mix is the next query
    printf 'local queries = {'
    printf '"%s",' "${mix[@]}"
    printf '}\nlocal at = 0\nrequest = function()\n  at = at %% #queries + 1\n'
    printf '  return wrk.format("GET", "/api/v1/leads?" .. queries[at])\nend\n'
  } > "$script"
  declare -A rate
  for from in durable statements; do
    start "--from=$from"
    for query in "${mix[@]}"; do
      rate[$from $query]=$(wrk_checked -c8 -d10s --timeout 100s "$(url "?$query")" | awk '$1 == "Requests/sec:" { print $2 }')
    done
    rate[$from mix]=$(wrk_checked -c8 -d10s --timeout 100s -s "$script" "$(url '')" | awk '$1 == "Requests/sec:" { print $2 }')
    exec {server[1]}>&-
    wait "$server_PID"
  done
  rm "$script"
  echo "| query | durable store, requests a second | statements on SQLite | ratio |"
  echo "|---|---|---|---|"
  for query in "${mix[@]}" mix; do
    awk -v query="$query" -v a="${rate[durable $query]}" -v b="${rate[statements $query]}" 'BEGIN {
      name = query == "mix" ? "all of them in turn" : "`" (query == "" ? "?" : query) "`"
      printf "| %s | %.0f | %.1f | %.0f |\n", name, a, b, a / b }'
  done
  exit
fi

start
report() { # the server's counters since the last time
  kill -USR1 "$server_PID"
  read -r requests leadcore cpu <&"${server[0]}"
}

echo "| query | requests a second | median latency | 99 % | server's CPU us a request | of which leadcore | share |"
echo "|---|---|---|---|---|---|---|"
for query in 'pageSize=50' 'page=500&pageSize=50' 'search=smith&pageSize=50' 'pageSize=1'; do
  wrk_checked -c32 -d1s "$(url "?$query")" > /dev/null
  report
  out=$(wrk_checked -c32 -d5s "$(url "?$query")")
  report
  awk -v query="$query" -v leadcore="$leadcore" -v cpu="$cpu" '
    $1 == "50%" { median = $2 } $1 == "99%" { tail = $2 } $1 == "Requests/sec:" { rate = $2 }
    END { printf "| `%s` | %.0f | %s | %s | %s | %s | %.0f %% |\n", query, rate, median, tail, cpu, leadcore, 100 * leadcore / cpu }' <<< "$out"
done
