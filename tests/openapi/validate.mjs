// SPDX-License-Identifier: BSL-1.0
// validate.mjs MODULES DOCUMENT...: each document must be a valid OpenAPI 3.1 document, by the
// validator in the folder MODULES; one that is broken on purpose must not be.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...documents] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { Validator } = await import(pathToFileURL(require.resolve("@seriousme/openapi-schema-validator")).href);

let failures = 0;
const check = async (document, expected, name) => {
  const validator = new Validator();
  const result = await validator.validate(document);
  if (result.valid !== expected || (expected && validator.version !== "3.1")) {
    console.log(`${name}: valid ${result.valid}, version ${validator.version}: ${JSON.stringify(result.errors, null, 2)}`);
    failures += 1;
  }
};
for (const path of documents) {
  const text = readFileSync(path, "utf8");
  await check(JSON.parse(text), true, path);
  const broken = JSON.parse(text);
  Object.values(broken.paths)[0].get.parameters[0].in = "nowhere";
  await check(broken, false, `${path}, broken`);
}
if (documents.length === 0) {
  console.log("no document");
  failures += 1;
}
process.exit(failures === 0 ? 0 : 1);
