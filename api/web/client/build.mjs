// Builds the query page. YASGUI writes styles into the page in two places, which no strict policy allows: the first
// stands in sparql.css instead, the second becomes an element that needs no style.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const PATCHES = [
  [/o\.type = "text\/css", o\.gripid = r, o\.styleSheet \?/, 'o = document.createElement("span"), o.hidden = true, o.gripid = r, o.styleSheet ?'],
  [/<strong style='text-decoration:underline'>/, "<strong>"],
];

const patched = {
  name: "patched",
  setup(made) {
    made.onLoad({ filter: /yasgui\.esm\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [words, better] of PATCHES) {
        if (!words.test(contents)) throw new Error(`YASGUI has changed: ${words} is not there any more`);
        contents = contents.replace(words, better);
      }
      return { contents, loader: "js" };
    });
  },
};

const common = { bundle: true, minify: true, target: "es2022", legalComments: "none", outdir: "../static", logLevel: "info" };
await build({ ...common, entryPoints: ["timeline.js", "graph.js"], format: "esm" });
await build({ ...common, entryPoints: ["sparql.js"], format: "esm", plugins: [patched] });
await build({ ...common, entryPoints: ["sparql.css"], loader: { ".svg": "dataurl", ".png": "dataurl", ".woff2": "empty", ".woff": "empty", ".ttf": "empty", ".eot": "empty" } });
