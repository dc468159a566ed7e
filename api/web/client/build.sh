#!/bin/sh
# Builds the scripts of the pages into ../static. Needed only by those who change a script: `npm ci && npm run build`.
set -eu
cd "$(dirname "$0")"
node build.mjs
node notice.mjs > ../static/NOTICE.txt
