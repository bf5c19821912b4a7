#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# with_postgres.sh CLUSTERS COMMAND [ARGUMENT]...: starts private PostgreSQL clusters in a
# temporary folder, each on a Unix socket without a port, runs the command with
# LEADCORE_POSTGRES=FOLDER, then stops and removes the clusters. Cluster N has its socket in
# FOLDER/socketN and its data in FOLDER/dataN; "FOLDER/cluster N start|stop|kill" starts it, stops it
# without a clean shutdown, or kills all its processes (-9).
set -euo pipefail
clusters=$1
shift

bin=${LEADCORE_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)}
[ -x "$bin/initdb" ] || { echo "with_postgres: PostgreSQL's server was not found (LEADCORE_POSTGRES_BIN can name its folder)" >&2; exit 1; }
folder=$(mktemp -d /tmp/leadcore-postgres.XXXXXX) # short: a socket's path has at most 107 bytes
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then # the server refuses to run as root
  as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres "$folder"
fi
chmod 755 "$folder"

cat > "$folder/cluster" << SCRIPT
#!/usr/bin/env bash
set -euo pipefail
if [ "\$2" = kill ]; then
  server=\$(head -n 1 "$folder/data\$1/postmaster.pid")
  processes=(\$server \$(cat "/proc/\$server/task/\$server/children"))
  kill -9 "\${processes[@]}" 2> /dev/null || true # one may have ended
  for each in "\${processes[@]}"; do
    while kill -0 "\$each" 2> /dev/null; do sleep 0.01; done
  done
  rm "$folder/data\$1/postmaster.pid"
  exit
fi
options="-k $folder/socket\$1 -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=20"
options+=" -c shared_buffers=32MB -c autovacuum=off -c log_min_messages=fatal"
exec ${as_postgres[@]} "$bin/pg_ctl" -s -w -t 60 -m immediate -D "$folder/data\$1" -l "$folder/log\$1" -o "\$options" "\$2"
SCRIPT
chmod +x "$folder/cluster"

started=()
stop() {
  for each in "${started[@]}"; do
    # by the process id in the server's pid file; it may be stopped already
    [ ! -f "$folder/data$each/postmaster.pid" ] || "$folder/cluster" "$each" stop || true
  done
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for ((each = 0; each < clusters; ++each)); do
  "${as_postgres[@]}" mkdir "$folder/socket$each"
  if [ "$each" -eq 0 ]; then
    "${as_postgres[@]}" "$bin/initdb" --no-sync -A trust -U postgres -E UTF8 --locale=C.UTF-8 -D "$folder/data0" > "$folder/initdb.log" 2>&1 ||
      { cat "$folder/initdb.log" >&2; exit 1; }
  else # the copy of a cluster that was never started is a cluster
    "${as_postgres[@]}" cp -r "$folder/data0.new" "$folder/data$each"
  fi
  [ "$each" -ne 0 ] || [ "$clusters" -eq 1 ] || "${as_postgres[@]}" cp -r "$folder/data0" "$folder/data0.new"
done
for ((each = 0; each < clusters; ++each)); do
  started+=("$each")
  "$folder/cluster" "$each" start || { cat "$folder/log$each" >&2; exit 1; }
done

status=0
LEADCORE_POSTGRES=$folder "$@" || status=$?
exit "$status"
