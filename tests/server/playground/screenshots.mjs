// SPDX-License-Identifier: BSL-1.0
// Writes the pictures of the README: see scripts/screenshots.

import { launch, open, send, signIn, startDemo } from "./playground.mjs";

const demo = await startDemo(["--port", "8080"]);
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  const page = await open(browser, demo, { colorScheme, viewport: { width: 1280, height: 1000 } });
  await signIn(page);
  for (let i = 0; i < 3; ++i) { // the first answer to a browser takes longer
    await send(page, { status: "QUALIFIED", search: "acme", pageSize: "2" });
  }
  await page.evaluate(() => {
    document.activeElement.blur();
    document.documentElement.style.scrollBehavior = "auto";
    scrollTo(0, document.getElementById("try-title").offsetTop - 90);
  });
  await page.screenshot({ path: `docs/images/playground_${colorScheme}.png` });
}
await browser.close();
await demo.stop();
