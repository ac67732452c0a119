// Writes mlat/web/static/vendor, the whole fonts in mlat/fonts and the tests' axe.min.js from node_modules.
//
//   npm ci --ignore-scripts && npm run build        (or: make assets)
//
// For developers who change theme.scss or a version; the built files are committed.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const modules = join(here, "node_modules");
const vendor = join(root, "mlat/web/static/vendor");
const govuk = join(modules, "govuk-frontend/dist/govuk");
const moj = join(modules, "@ministryofjustice/frontend/moj");
const licences = join(here, "licences");

/** Drop each declaration that draws the royal crest: it is not ours to show. */
const withoutCrest = {
  postcssPlugin: "without-crest",
  Declaration(declaration) {
    if (declaration.value.includes("govuk-crest")) declaration.remove();
  },
};

function styles() {
  const compiled = sass.compile(join(here, "theme.scss"), {
    loadPaths: [here],
    style: "compressed",
    quietDeps: true,
  });
  const css = postcss([withoutCrest]).process(compiled.css, { from: undefined }).css;
  writeFileSync(join(vendor, "app.css"), css);
  writeFileSync(join(vendor, "app.rtl.css"), rtlcss.process(css));
  mkdirSync(join(vendor, "images"));
  for (const [, image] of new Set(css.matchAll(/url\("?images\/([\w.-]+)"?\)/g)))
    copyFileSync(join(moj, "assets/images", image), join(vendor, "images", image));
}

/** Copy a script without the comment that points at a source map we do not ship. */
function script(from) {
  const text = readFileSync(from, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeFileSync(join(vendor, basename(from)), text);
}

function fonts() {
  const from = (family, face) => join(modules, "@expo-google-fonts", family, face);
  const whole = {
    "NotoSans-Regular": from("noto-sans", "400Regular/NotoSans_400Regular.ttf"),
    "NotoSans-Bold": from("noto-sans", "700Bold/NotoSans_700Bold.ttf"),
    "NotoSans-Italic": from("noto-sans", "400Regular_Italic/NotoSans_400Regular_Italic.ttf"),
    "NotoSans-BoldItalic": from("noto-sans", "700Bold_Italic/NotoSans_700Bold_Italic.ttf"),
    "NotoSansMono-Regular": from("noto-sans-mono", "400Regular/NotoSansMono_400Regular.ttf"),
  };
  for (const [face, source] of Object.entries(whole)) copyFileSync(source, join(root, "mlat/fonts", `${face}.ttf`));
  copyFileSync(from("noto-sans", "LICENSE_FONT"), join(root, "mlat/fonts/OFL.txt"));
  for (const [face, web] of [["NotoSans-Regular", "noto-sans-regular"], ["NotoSans-Bold", "noto-sans-bold"]])
    execFileSync(join(root, ".venv/bin/pyftsubset"), [
      whole[face],
      "--unicodes=U+0000-052F,U+1E00-1FFF,U+2000-20CF,U+2100-214F",
      "--layout-features=*",
      "--no-hinting",
      "--flavor=woff2",
      `--output-file=${join(vendor, web)}.woff2`,
    ]);
}

function manifest() {
  const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"))).version;
  const names = ["govuk-frontend", "@ministryofjustice/frontend", "@expo-google-fonts/noto-sans"];
  const files = readdirSync(vendor, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  const content = {
    packages: Object.fromEntries(names.map((name) => [name, version(name)])),
    files: Object.fromEntries(files.map((file) => [file.slice(vendor.length + 1), hash(file)])),
  };
  writeFileSync(join(vendor, "manifest.json"), JSON.stringify(content, null, 2) + "\n");
}

rmSync(vendor, { recursive: true, force: true });
mkdirSync(vendor, { recursive: true });
styles();
script(join(govuk, "govuk-frontend.min.js"));
script(join(moj, "moj-frontend.min.js"));
fonts();
copyFileSync(join(licences, "govuk-frontend.txt"), join(vendor, "LICENSE.govuk-frontend.txt"));
copyFileSync(join(licences, "moj-frontend.txt"), join(vendor, "LICENSE.moj-frontend.txt"));
copyFileSync(join(root, "mlat/fonts/OFL.txt"), join(vendor, "LICENSE.noto-sans.txt"));
copyFileSync(join(modules, "axe-core/axe.min.js"), join(root, "tests/browser/vendor/axe.min.js"));
copyFileSync(join(modules, "axe-core/LICENSE"), join(root, "tests/browser/vendor/LICENSE.axe-core.txt"));
manifest();
