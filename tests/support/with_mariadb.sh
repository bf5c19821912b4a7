#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# with_mariadb.sh COMMAND [ARGUMENT]...: starts a private MariaDB in a temporary folder, on a Unix
# socket without a port, runs the command with LEADCORE_MARIADB=FOLDER, then stops and removes the
# server. Its socket is FOLDER/socket; "FOLDER/server start|stop" starts it, or ends it without a
# clean shutdown.
set -euo pipefail
mariadbd=$(PATH=$PATH:/usr/sbin command -v mariadbd) ||
  { echo "with_mariadb: MariaDB's server was not found" >&2; exit 1; }
folder=$(mktemp -d /tmp/leadcore-mariadb.XXXXXX) # short: a socket's path has at most 107 bytes
options=(--no-defaults "--datadir=$folder/data")
[ "$(id -u)" -ne 0 ] || options+=(--user=root) # which the server refuses without being told

cat > "$folder/server" << SCRIPT
#!/usr/bin/env bash
set -euo pipefail
if [ "\$1" = stop ]; then # returns when the process is gone
  process=\$(cat "$folder/pid")
  kill -9 "\$process"
  while kill -0 "\$process" 2> /dev/null; do sleep 0.01; done
  rm -f "$folder/pid" "$folder/socket"
  exit
fi
"$mariadbd" ${options[*]} --socket="$folder/socket" --pid-file="$folder/pid" \
  --skip-networking --skip-name-resolve --skip-grant-tables --innodb-flush-log-at-trx-commit=2 --innodb-flush-method=nosync \
  --innodb-buffer-pool-size=64M --innodb-log-file-size=16M --log-error="$folder/log" < /dev/null > /dev/null 2>&1 &
server=\$!
for ((tenth = 0; tenth < 600; ++tenth)); do
  [ ! -S "$folder/socket" ] || [ ! -s "$folder/pid" ] || exit 0
  kill -0 "\$server" 2> /dev/null || break
  sleep 0.1
done
cat "$folder/log" >&2
exit 1
SCRIPT
chmod +x "$folder/server"

stop() {
  [ ! -f "$folder/pid" ] || "$folder/server" stop || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mariadb-install-db "${options[@]}" --auth-root-authentication-method=normal --skip-test-db \
  --innodb-flush-method=nosync > "$folder/install.log" 2>&1 ||
  { cat "$folder/install.log" >&2; exit 1; }
"$folder/server" start

status=0
LEADCORE_MARIADB=$folder "$@" || status=$?
exit "$status"
