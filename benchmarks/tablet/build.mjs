// Bundles the pages of the engines that are measured beside ours: node build.mjs <folder of esbuild> <target folder>
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { compile } from "sass";

const [esbuildFolder, target] = process.argv.slice(2);
const { build } = createRequire(pathToFileURL(join(esbuildFolder, "main.js")))("esbuild");
const here = import.meta.dirname;
const core = join(here, "node_modules/enketo-core");

await build({
  entryPoints: ["enketo", "web_forms", "transform", "floor"].map((name) => join(here, "engines", `${name}.mjs`)),
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  target: ["chrome96"],
  external: ["libxslt"],
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"', __VUE_PROD_DEVTOOLS__: "false", __VUE_OPTIONS_API__: "true", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  alias: {
    "enketo-core": join(core, "src/js/form.js"),
    "enketo/config": join(core, "config.js"),
    "enketo/widgets": join(core, "src/js/widgets.js"),
    "enketo/translator": join(core, "src/js/fake-translator.js"),
    "enketo/dialog": join(core, "src/js/fake-dialog.js"),
    "enketo/file-manager": join(core, "src/js/file-manager.js"),
    "enketo/xpath-evaluator-binding": join(core, "src/js/xpath-evaluator-binding.js"),
  },
});
// Its style sheet names other packages as they lie in the workshop that it comes from.
const workshop = "/packages/enketo-core/node_modules/";
const findFileUrl = (url) => (url.startsWith(workshop) ? pathToFileURL(join(here, "node_modules", url.slice(workshop.length))) : null);
const silent = { warn() {}, debug() {} };
const style = compile(join(core, "src/sass/formhub/formhub.scss"), { style: "compressed", importers: [{ findFileUrl }], logger: silent });
writeFileSync(join(target, "enketo.css"), style.css);
