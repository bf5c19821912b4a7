// SPDX-License-Identifier: BSL-1.0
// The playground in a browser: node playground_test.mjs PACKAGES PROGRAM MOVED_CLOCK, where
// scripts/npm_packages has installed this folder's packages into PACKAGES.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { answerTo, launch, movedClock, open, require, send, signIn, startDemo } from "./playground.mjs";

const folder = mkdtempSync(join(tmpdir(), "playground-"));
const clock = join(folder, "clock");
const moveClock = (seconds) => writeFileSync(clock, String(seconds));
const shell = (command) => execFileSync("/bin/sh", ["-c", command.replace(/^curl /, "curl -sS ")], { cwd: folder, encoding: "utf8" });
const ASTRAL = "\u{1F600}";
const HOSTILE = [`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'"\\`, `$(touch owned) \`touch owned\``, `'; touch owned; '`, ASTRAL.repeat(256), "&lt;&amp;%00%zz", "\u202Ertl"];

moveClock(0);
const demo = await startDemo(["--generate", "500"], { LD_PRELOAD: movedClock, LEADCORE_MOVED_CLOCK: clock });
const browser = await launch();

/** A test with a page, which must have done nothing that it must never do. */
function pageTest(name, body, options) {
  test(name, async () => {
    const page = await open(browser, demo, options);
    try {
      await body(page);
      assert.deepEqual(page.faults, []);
    } finally {
      await page.context().close();
    }
  });
}
const curl = (page) => page.locator("#curl").textContent();
const errorOf = async (page, name) => {
  const shown = page.locator(`#${name}-error`);
  return (await shown.isVisible()) ? shown.textContent() : "";
};

pageTest("the page shows the parameters, fields, example and errors of the document", async (page) => {
  const document = await (await fetch(`${demo.url}/openapi.json`)).json();
  const operation = document.paths["/api/v1/leads"].get;
  const parameters = operation.parameters.filter((each) => each.in === "query");
  assert.equal(parameters.length, 5);
  assert.deepEqual(await page.locator("#request [name]").evaluateAll((all) => all.map((each) => each.name)), parameters.map((each) => each.name));
  for (const { name, description } of parameters) {
    const input = page.getByLabel(name, { exact: true });
    assert.ok((await page.locator(`#${await input.getAttribute("id")}-help`).textContent()).startsWith(description));
  }
  const names = (list) => page.locator(list).evaluateAll((all) => all.map((each) => each.textContent));
  const { Lead, Pagination } = document.components.schemas;
  assert.deepEqual(await names("#fields dt code"), [...Object.keys(Lead.properties), ...Object.keys(Pagination.properties)]);
  assert.deepEqual(await names("#errors dt code"), Object.keys(operation.responses).filter((each) => each >= "400"));
  const example = operation.responses[200].content["application/json"].example;
  assert.equal(await page.locator("#example").textContent(), JSON.stringify(example, null, 2));
  assert.match(await curl(page), /^curl -H 'Authorization: Bearer API_KEY' \\\n  'http:\/\/localhost:\d+\/api\/v1\/leads'$/);
});

pageTest("a member without the permission, or of an organisation without the feature, gets no token", async (page) => {
  for (const [name, missing] of [["Sam Sales", "permission DEVELOPER,"], ["Ines Integrator", "feature DEVELOPER_API,"], ["Ivo Intern", "permission DEVELOPER,"]]) {
    await signIn(page, name);
    await page.locator("#member-error", { hasText: missing }).waitFor();
    assert.equal(await page.locator("#member").getAttribute("aria-invalid"), "true");
    assert.match(await page.locator("#member").getAttribute("aria-describedby"), /member-error/);
    assert.ok(await page.locator("#member").evaluate((each) => each === document.activeElement));
    assert.ok(await page.locator("#session").isHidden());
  }
  const { status } = await send(page);
  assert.match(status, /^401 Unauthorized/);
  assert.match(await errorOf(page, "member"), /^Sign in first: An API key is needed/);
});

pageTest("a signed-in member sees the leads of their organisation, page by page", async (page) => {
  await signIn(page, "Gil Geek");
  const first = await send(page, { pageSize: "20" });
  assert.match(first.status, /^200 OK · \d+ ms · [\d,]+ bytes$/);
  assert.equal(first.content.pagination.total, 50);
  const seen = first.content.data.map((each) => each.id);
  const press = (name) => answerTo(page, () => page.getByRole("button", { name, exact: true }).click());
  for (let number = 2; number <= 3; ++number) {
    const { content } = await press("Next");
    assert.equal(content.pagination.page, number);
    assert.equal(await page.locator("#page-of").textContent(), `Page ${number} of 3, 50 in all`);
    assert.match(await curl(page), new RegExp(`[?&]page=${number}`));
    seen.push(...content.data.map((each) => each.id));
  }
  assert.equal(new Set(seen).size, 50);
  assert.equal(await page.getByRole("button", { name: "Next", exact: true }).getAttribute("aria-disabled"), "true");
  assert.equal((await press("Previous")).content.pagination.page, 2);
  assert.equal((await press("First")).content.pagination.page, 1);
  assert.equal((await press("Last")).content.pagination.page, 3);
  await page.locator("#headers summary").click();
  assert.match(await page.locator("#headers dl").innerText(), /content-type\s+application\/json/);
});

pageTest("every problem of a query is beside its input", async (page) => {
  await signIn(page);
  const { status, content } = await send(page, { search: "x".repeat(257), page: "0", pageSize: "many" });
  assert.match(status, /^400 Bad Request/);
  assert.equal(content.errors.length, 3);
  assert.match(await errorOf(page, "p-search"), /too long. Allowed: at most 256 characters\.$/);
  assert.match(await errorOf(page, "p-page"), /Allowed: an integer from 1 to/);
  assert.match(await errorOf(page, "p-pageSize"), /Allowed: an integer from 1 to 100\.$/);
  assert.equal(await errorOf(page, "p-status"), "");
  assert.ok(await page.locator("#p-search").evaluate((each) => each === document.activeElement && each.getAttribute("aria-invalid") === "true"));
  assert.match((await send(page, { search: "", page: "1", pageSize: "2" })).status, /^200/);
  assert.equal(await page.locator("[aria-invalid]").count(), 0);
});

pageTest("hostile values are text, and the shown command gives the shown answer in a shell", async (page) => {
  await signIn(page);
  for (const search of HOSTILE) {
    const { status, text } = await send(page, { search });
    assert.match(status, /^200/, search);
    assert.equal(shell(await curl(page)), text);
  }
  // An error repeats the value.
  const { text, content } = await send(page, { search: ASTRAL.repeat(257), page: HOSTILE[0], pageSize: HOSTILE[1] });
  assert.deepEqual(content.errors.map((each) => each.value), [ASTRAL.repeat(257), HOSTILE[0], HOSTILE[1]]);
  assert.equal(shell(await curl(page)), text);
  assert.equal(await page.locator("#body :not(span), .error *").count(), 0);
  assert.throws(() => readFileSync(join(folder, "owned")));
  assert.equal((await send(page, { search: "acme", page: "", pageSize: "2", status: "QUALIFIED", assignedToId: "65e0a000a000a000a000a000" })).content.data[0].name, "Acme Co - Jane Doe");
});

pageTest("the command can be copied", async (page) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await curl(page));
});

pageTest("a test token ends with its hour, for the server", async (page) => {
  await signIn(page);
  await page.locator("#session").waitFor();
  moveClock(3590);
  assert.match((await send(page)).status, /^200/);
  moveClock(3601);
  const { status } = await send(page);
  moveClock(0);
  assert.match(status, /^401 Unauthorized/);
  assert.match(await errorOf(page, "member"), /^Sign in again: /);
  assert.match(await curl(page), /API_KEY/);
  await signIn(page);
  assert.match((await send(page)).status, /^200/);
});

pageTest("the page counts down, and says when the token has expired", async (page) => {
  await page.clock.install();
  await page.reload();
  await signIn(page);
  await page.locator("#session-left", { hasText: /^Test token, (60:00|59:5\d) left$/ }).waitFor();
  await page.locator("#p-search").focus();
  await page.clock.fastForward(3_601_000);
  await page.locator("#member-error", { hasText: "the test token has expired" }).waitFor();
  assert.ok(await page.locator("#p-search").evaluate((each) => each === document.activeElement), "the focus stays");
});

pageTest("signing out revokes the token", async (page) => {
  await signIn(page);
  await send(page, { pageSize: "1" });
  const command = await curl(page);
  assert.ok(JSON.parse(shell(command)).data);
  await Promise.all([page.waitForResponse((each) => each.url().endsWith("/revoke")), page.getByRole("button", { name: "Sign out" }).click()]);
  assert.equal(JSON.parse(shell(command)).status, 401);
  assert.ok(await page.locator("#member").evaluate((each) => each === document.activeElement));
});

pageTest("everything works with the keyboard alone, and the focus is visible", async (page) => {
  const press = async (key, until) => {
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press(key);
      const focused = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return { id: document.activeElement.id || document.activeElement.textContent, visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
      });
      assert.ok(focused.visible, `${focused.id} has no visible focus`);
      if (focused.id === until) {
        return;
      }
    }
    assert.fail(`${until} is not reached`);
  };
  await press("Tab", "Skip to the form");
  await page.keyboard.press("Enter");
  await press("Tab", "member");
  await page.keyboard.type("Ada");
  await press("Tab", "Sign in");
  await page.keyboard.press("Enter");
  await page.locator("#session-name", { hasText: "Ada Analyst, Demo Sales" }).waitFor();
  await press("Tab", "p-search");
  await page.keyboard.type("acme");
  await press("Tab", "p-pageSize");
  await page.keyboard.type("2");
  assert.equal((await answerTo(page, () => page.keyboard.press("Enter"))).content.data.length, 2);
  await press("Tab", "Next");
  assert.equal((await answerTo(page, () => page.keyboard.press("Enter"))).content.pagination.page, 2);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Next");
  await press("Tab", "body");
  await press("Shift+Tab", "Send request");
});

for (const [colorScheme, width] of [["light", 1360], ["dark", 1360], ["light", 390]]) {
  pageTest(`no violation of accessibility: ${colorScheme}, ${width} pixels wide`, async (page) => {
    const check = async (state) => {
      await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
      const { violations, passes } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html + node.failureSummary)}`), [], state);
      assert.ok(passes.length > 20);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${state}: the page is too wide`);
    };
    await check("at first");
    await signIn(page, "Sam Sales");
    await page.locator("#member-error").waitFor();
    await send(page, { page: "x" });
    await check("with errors");
    await signIn(page);
    await send(page, { page: "2", pageSize: "2", search: ASTRAL.repeat(200) });
    await page.locator("#headers summary").click();
    await check("with an answer");
  }, { colorScheme, viewport: { width, height: 800 } });
}

pageTest("the policy stops a script that is not the page's own", async (page) => {
  const answer = await fetch(`${demo.url}/docs/leads`);
  const policy = answer.headers.get("Content-Security-Policy");
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|http:|\*/);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "window.owned = true";
      document.body.append(script);
    } catch {
      // Trusted Types
    }
    try {
      document.body.innerHTML = "<img src=x onerror='window.owned = true'>";
    } catch {
      return "owned" in window;
    }
    return true;
  });
  assert.equal(ran, false);
  page.faults.length = 0; // the browser tells of both
});

test("tokens are issued for application/json of a known member only", async () => {
  const post = async (path, type, content) => (await fetch(`${demo.url}/docs/leads/token${path}`, { method: "POST", headers: { "Content-Type": type }, body: content })).status;
  const dana = JSON.stringify({ organisation: "demo", member: "65e0a000a000a000a000a000" });
  assert.equal(await post("", "application/json", dana), 200);
  assert.equal(await post("", "text/plain", dana), 400);
  assert.equal(await post("", "application/json", dana.replace("demo", "globex")), 403);
  for (const content of ["", "{", "[]", "null", `{"member":1}`, "[".repeat(60_000)]) {
    assert.ok([400, 403].includes(await post("", "application/json", content)), content.slice(0, 10));
  }
  assert.equal(await post("/revoke", "application/json", `{"token":5}`), 200);
  assert.equal((await fetch(`${demo.url}/docs/leads/token`)).status, 405);
});

test("leads of one's own need the API key", async () => {
  const file = join(folder, "own.csv");
  writeFileSync(file, "Name,Email\n<b>Jane</b>,jane@example.com\n");
  const own = await startDemo([file]);
  try {
    const page = await open(browser, own);
    assert.equal(await page.locator("#member").count(), 0);
    await page.getByLabel("API key").fill("wrong");
    assert.match((await send(page)).status, /^401/);
    assert.match(await errorOf(page, "key"), /not known/);
    await page.getByLabel("API key").fill(own.key);
    const { text, content } = await send(page);
    assert.equal(content.data[0].name, "<b>Jane</b>");
    assert.equal(shell(await curl(page)), text);
    assert.equal((await fetch(`${own.url}/docs/leads/token`, { method: "POST", headers: { "Content-Type": "application/json" }, body: `{"organisation":"demo","member":"65e0a000a000a000a000a000"}` })).status, 403);
    assert.deepEqual(page.faults, []);
  } finally {
    await own.stop();
  }
});

test("the OpenAPI document loads in Swagger UI", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const dist = (name) => readFileSync(require.resolve(`swagger-ui-dist/${name}`), "utf8");
  await page.route("**/viewer", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><div id="ui"></div>` }));
  await page.goto(`${demo.url}/viewer`);
  await page.addScriptTag({ content: dist("swagger-ui-bundle.js") });
  await page.evaluate(() => SwaggerUIBundle({ url: "/openapi.json", dom_id: "#ui", docExpansion: "full" }));
  await page.locator(".parameters tr[data-param-name=pageSize]").waitFor();
  assert.equal(await page.locator(".opblock-summary-path").innerText(), "/api/v1/leads");
  assert.equal(await page.locator(".parameters tr[data-param-in=query]").count(), 5);
  assert.equal(await page.locator(".errors-wrapper").count(), 0);
  await context.close();
});

test("the server stops", async () => {
  await browser.close();
  await demo.stop();
  rmSync(folder, { recursive: true });
});
