#!/bin/sh
# Builds the scripts of the pages into ../static. Needed only by those who change a script: `npm ci && npm run build`.
set -eu
cd "$(dirname "$0")"
npx esbuild timeline.js graph.js --bundle --minify --format=esm --target=es2022 --legal-comments=none --outdir=../static
npx esbuild sparql.js --bundle --minify --format=esm --target=es2022 --legal-comments=none --outdir=../static --loader:.svg=dataurl
npx esbuild sparql.css --bundle --minify --loader:.svg=dataurl --loader:.png=dataurl --loader:.woff2=empty --loader:.woff=empty --loader:.ttf=empty --loader:.eot=empty --outdir=../static
node notice.mjs > ../static/NOTICE.txt
