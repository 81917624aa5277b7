#!/usr/bin/env bash
# Gets ready what `npm run test:live` runs against, once, into the cache folder; what cannot be had is said, and the tests
# that need it skip. Fails only when nothing at all can be had. Debian's packages are installed where this runs as root.
set -u
cache="${ASSAY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/assay}"
ready=0
mkdir -p "$cache"

moto="$cache/moto"
if [ ! -x "$moto/bin/moto_server" ]; then
	python3 -m venv "$moto" && "$moto/bin/pip" install --quiet --disable-pip-version-check 'moto[server]==5.2.5'
fi
if [ -x "$moto/bin/moto_server" ]; then
	echo "moto: $moto/bin/moto_server"
	ready=$((ready + 1))
else
	echo "moto: not to be had (python3 with venv, and PyPI, are needed)"
fi

packages=""
command -v etcd > /dev/null || packages="$packages etcd-server"
ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || packages="$packages postgresql"
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
	# shellcheck disable=SC2086
	(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages) > "$cache/apt.log" 2>&1 ||
		echo "apt-get could not install$packages: see $cache/apt.log"
fi
if command -v etcd > /dev/null && "$(dirname "$0")/kube-apiserver/build.sh"; then
	ready=$((ready + 1))
else
	echo "kube-apiserver: not to be had (etcd and Go 1.24 or later are needed)"
fi
command -v terraform > /dev/null && echo "terraform: $(command -v terraform)" || echo "terraform: not here; parity is tested on what was recorded"
[ "$ready" -gt 0 ]
