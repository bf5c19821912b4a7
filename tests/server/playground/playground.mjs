// SPDX-License-Identifier: BSL-1.0
// A running demo, and pages of its playground in Debian's chromium.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import { createInterface } from "node:readline";

export const [packages, program, movedClock] = process.argv.slice(2);
export const require = createRequire(`${packages}/package.json`);
const { chromium } = require("playwright-core");

/** Starts a demo on a free port. */
export async function startDemo(options = [], environment = {}) {
  const child = spawn(program, ["--port", "0", ...options], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"] });
  const told = [];
  for await (const line of createInterface(child.stdout)) {
    told.push(line);
    const found = line.match(/(http:\S+)\/docs\/leads$/);
    if (found) {
      return {
        url: found[1],
        key: told.join("\n").match(/Bearer (\S+)'/)[1],
        async stop() {
          child.kill("SIGTERM");
          await once(child, "exit");
        },
      };
    }
  }
  throw new Error(`the demo did not start: ${told.join("\n")}`);
}

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Opens the playground. What a page must never do is collected in page.faults. */
export async function open(browser, demo, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("dialog", (dialog) => page.faults.push(`dialog ${dialog.message()}`));
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type()) && !line.text().startsWith("Failed to load resource: the server responded")) {
      page.faults.push(line.text());
    }
  });
  page.on("request", (request) => new URL(request.url()).origin === demo.url || page.faults.push(`a request to ${request.url()}`));
  await page.goto(`${demo.url}/docs/leads`);
  return page;
}

export async function signIn(page, name = "Dana Developer") {
  await page.locator("#member").selectOption({ value: await page.locator("#member option", { hasText: name }).getAttribute("value") });
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Sends the form, and returns the shown status and content. */
export async function send(page, values = {}) {
  for (const [name, value] of Object.entries(values)) {
    const input = page.locator(`[name="${name}"]`);
    await (name === "status" ? input.selectOption(value) : input.fill(value));
  }
  return answerTo(page, () => page.getByRole("button", { name: "Send request" }).click());
}

/** The shown answer to the request that an action sends. */
export async function answerTo(page, action) {
  const [answer] = await Promise.all([page.waitForResponse((each) => each.url().includes("/api/")), action()]);
  await page.waitForFunction((status) => document.getElementById("status").textContent.startsWith(status), `${answer.status()} `);
  const text = await page.locator("#body").textContent();
  return { status: await page.locator("#status").textContent(), text, content: JSON.parse(text) };
}
