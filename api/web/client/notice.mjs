// The licences of everything that esbuild bundles, from the packages themselves: written into ../static/NOTICE.txt.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({ entryPoints: ["timeline.js", "graph.js", "sparql.js"], bundle: true, write: false,
  metafile: true, outdir: "out", format: "esm", logLevel: "error" });
const names = new Set(["@zazuko/yasgui"]);
for (const file of Object.keys(metafile.inputs)) {
  const found = file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)?.at(-1);
  if (found) names.add(found.replace(/^node_modules\/|\/$/g, ""));
}
// YASGUI is published bundled: what it names as its own dependencies is inside it.
const queue = [...names].filter((name) => name.startsWith("@zazuko/"));
while (queue.length) {
  const about = JSON.parse(readFileSync(`node_modules/${queue.pop()}/package.json`, "utf8"));
  for (const name of Object.keys(about.dependencies ?? {})) {
    if (existsSync(`node_modules/${name}/package.json`) && !names.has(name)) { names.add(name); queue.push(name); }
  }
}
console.log("Built into the scripts of this folder, each under its own licence.\n");
for (const name of [...names].sort()) {
  const folder = `node_modules/${name}`;
  const about = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  console.log(`${"=".repeat(80)}\n${name} ${about.version}\nlicence: ${about.license ?? "see below"}\n`);
  console.log(file ? `${readFileSync(`${folder}/${file}`, "utf8").trim()}\n` : "");
}
