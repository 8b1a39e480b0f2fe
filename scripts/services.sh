#!/usr/bin/env bash
# Installs from the system's packages the services some tests start: Redis, RabbitMQ and PostgreSQL, where they are missing.
# Without apt or without the right to install, it says which tests will be left out, and goes on.
set -uo pipefail

missing() {
    command -v redis-server >/dev/null 2>&1 || echo redis-server
    command -v rabbitmq-server >/dev/null 2>&1 || [ -x /usr/sbin/rabbitmq-server ] || echo rabbitmq-server
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null 2>&1 || echo postgresql
}

wanted=$(missing)
[ -z "$wanted" ] && exit 0
as=""
[ "$(id -u)" = 0 ] || as="sudo -n"
if command -v apt-get >/dev/null 2>&1 && { [ -z "$as" ] || $as true 2>/dev/null; }; then
    echo "installing" $wanted "for the tests" >&2
    export DEBIAN_FRONTEND=noninteractive
    # Debian starts services it installs; the tests start their own, on free ports
    $as sh -c 'test -e /usr/sbin/policy-rc.d || { printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d && touch /tmp/newsreel-policy; }'
    $as apt-get update -qq >/dev/null 2>&1
    $as apt-get install -y -qq --no-install-recommends $wanted >/dev/null 2>&1
    [ -e /tmp/newsreel-policy ] && $as rm -f /usr/sbin/policy-rc.d /tmp/newsreel-policy
fi
wanted=$(missing)
[ -z "$wanted" ] || echo "not here and not to be installed:" $wanted "- the tests that need them are left out" >&2
exit 0
