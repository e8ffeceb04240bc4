#!/bin/bash
# Makes a docker image of this machine's own node, npm and shell, with the packages of package-lock.json in npm's cache: what the
# Dockerfile can be built upon where no registry of images is within reach.
#   test/e2e/support/image/base.sh netgrade-test-base
#   NETGRADE_NODE_IMAGE=netgrade-test-base npx vitest run --project e2e test/e2e/image.test.ts
set -euo pipefail
image=$1
repository=$(cd "$(dirname "$0")/../../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,usr/bin,usr/local/bin,usr/lib/node_modules,tmp,etc,root,home/node,proc,dev} "$work/project"

cp "$repository"/{package.json,package-lock.json,.npmrc} "$work/project"
(cd "$work/project" && npm ci --omit=dev --ignore-scripts --cache "$root/npm-cache" >&2)

cp -L "$(command -v bash)" "$root/bin/bash"
ln -s bash "$root/bin/sh"
for program in node ln mkdir cat ls rm cp env id; do cp -L "$(command -v "$program")" "$root/usr/bin/"; done
ln -s ../usr/bin/env "$root/bin/env"
cp -r "$(npm root --global)/npm" "$root/usr/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
for program in "$root"/usr/bin/* "$root/bin/bash"; do
  for library in $(ldd "$program" 2>/dev/null | grep -o '/[^ ]*' || true); do
    mkdir -p "$root$(dirname "$library")"
    [ -e "$root$library" ] || cp -L "$library" "$root$library"
  done
done
printf 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' > "$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' > "$root/etc/group"
chown 1000:1000 "$root/home/node"
chmod 1777 "$root/tmp"

tar -C "$root" -cf - . | docker import \
  --change "ENV PATH=/usr/local/bin:/usr/bin:/bin npm_config_cache=/npm-cache npm_config_offline=true npm_config_registry=$(npm config get registry)" \
  - "$image"
