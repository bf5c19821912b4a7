// SPDX-License-Identifier: BSL-1.0
// The site of the documents in a browser: node site_test.mjs PACKAGES SITE, where
// scripts/npm_packages has installed the packages of tests/server/playground into PACKAGES, and
// tools/site/build.py has written the site.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const [packages, site] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const root = pathToFileURL(`${site}/`);

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
test.after(() => browser.close());

async function open(url, options) {
  const page = await browser.newPage(options);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("request", (request) => request.url().startsWith(root.href) || page.faults.push(`a request to ${request.url()}`));
  await page.goto(new URL(url, root).href);
  return page;
}

for (const [colorScheme, width, urls] of [
  ["light", 1440, ["index.html", "api/query/list.html", "how_to/own_endpoint.html"]],
  ["dark", 390, ["api/query/list.html", "decisions/index.html"]],
]) {
  test(`no violation of accessibility, and nothing too wide: ${colorScheme}, ${width} pixels wide`, async () => {
    for (const url of urls) {
      const page = await open(url, { colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html + node.failureSummary)}`), [], url);
      assert.ok(passes.length > 15);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${url} is too wide`);
      assert.deepEqual(page.faults, []);
      await page.close();
    }
  });
}

test("the search finds names, rules and pages, by the keyboard alone", async () => {
  const page = await open("how_to/own_endpoint.html", {});
  const first = async (text) => {
    await page.keyboard.press("/");
    await page.locator("#site-search").fill(text);
    return page.locator("#site-found [role=option]").first().textContent();
  };
  assert.match(await first("contains_folded"), /^contains_folded function/);
  assert.match(await first("leadcore::sql::cursor"), /^sql::cursor type/);
  assert.match(await first("order.2"), /^order\.2 rule/);
  assert.match(await first("parse_phone xyzzy"), /^Nothing has all of these words/);
  await first("parse_phone");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#site-search").getAttribute("aria-activedescendant"), "site-found-0");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/api/text/phone.html#parse_phone");
  assert.ok(await page.locator("#parse_phone").isVisible());
  assert.deepEqual(page.faults, []);
});
