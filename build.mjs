// Builds the styles and scripts: inspect_app/web/frontend/*.{ts,css} → inspect_app/web/static/dist/<name>-<hash>.{js,css}.
// Each file directly in the folder is an entry of its own; what entries share stands in the folders beside them.
// dist/manifest.json says which built file stands for which entry: {"main.js": "main-3f2a.js", "icons/tick.svg": …}.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;
const sources = join(root, "inspect_app/web/frontend");
const target = join(root, "inspect_app/web/static/dist");
const copiedAsTheyAre = ["icons"];

// The calendar's styles carry a font of icons as a data: address, which the pages' policy forbids; our buttons are our own.
const calendarWithoutItsFont = {
  name: "calendar-without-its-font",
  setup(build) {
    build.onLoad({ filter: /@fullcalendar[\\/]core[\\/].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "js",
    }));
  },
};

const entries = readdirSync(sources, { withFileTypes: true })
  .filter((entry) => entry.isFile() && [".ts", ".css"].includes(extname(entry.name)) && !entry.name.endsWith(".d.ts"))
  .map((entry) => join(sources, entry.name))
  .sort();

const result = await build({
  entryPoints: entries,
  outdir: target,
  entryNames: "[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome96", "safari15.4", "firefox100"],
  charset: "utf8",
  legalComments: "eof",
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  plugins: [calendarWithoutItsFont],
  metafile: true,
  write: false,
  logLevel: "warning",
});

const manifest = {};
const files = result.outputFiles.map(({ path, contents }) => [path, contents]);
for (const [built, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  if (entryPoint) manifest[basename(entryPoint).replace(/\.ts$/, ".js")] = relative(target, resolve(root, built));
}
for (const folder of copiedAsTheyAre.filter((name) => existsSync(join(sources, name)))) {
  for (const name of readdirSync(join(sources, folder)).sort()) {
    const contents = readFileSync(join(sources, folder, name));
    const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
    const hashed = `${folder}/${basename(name, extname(name))}-${hash}${extname(name)}`;
    manifest[`${folder}/${name}`] = hashed;
    files.push([join(target, hashed), contents]);
  }
}
files.push([join(target, "manifest.json"), `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`]);

// Written beside the old build and swapped in, so that a broken build leaves the old one standing.
const fresh = `${target}.new`;
rmSync(fresh, { recursive: true, force: true });
for (const [path, contents] of files) {
  const place = join(fresh, relative(target, path));
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, contents);
}
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
console.log(`Built ${Object.keys(manifest).length} entries into ${relative(root, target)}`);
