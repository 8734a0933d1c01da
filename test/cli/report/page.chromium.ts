import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startSandbox } from "#sandbox/start.ts";
import { assumable } from "../../support/command.ts";

const folder = mkdtempSync(join(tmpdir(), "coverage-"));
const file = join(folder, "coverage.html");

let browser: Browser;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  const sandbox = await startSandbox({ furtherAccounts: 30 });
  const result = join(folder, "result.ndjson");
  writeFileSync(result, (await assumable(sandbox, ["apply", "--yes", "--output", "json"])).stdout);
  await sandbox.close();
  await assumable(undefined, ["report", result, "--out", file]);
  browser = await launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});

afterAll(() => browser.close());

beforeEach(async () => {
  page = await browser.newPage();
  troubles = [];
  page.on("console", (message) => troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) troubles.push(request.url());
  });
  await page.goto(`file://${file}`);
});

/** Names of the accounts that are shown. */
function shown(): Promise<string[]> {
  return page.$$eval(".account:not([hidden]) .name", (names) => names.map(({ textContent }) => textContent ?? ""));
}

function said(): Promise<string> {
  return page.$eval("[role=status]", ({ textContent }) => textContent ?? "");
}

test("opens from disk without network and without an error, and shows every account", async () => {
  expect(await shown()).toHaveLength(39);
  expect(await said()).toBe("39 of 39 accounts shown");
  expect(troubles).toEqual([]);
});

test("filters by outcome with the keyboard alone, hiding units that have none, and says how many are left", async () => {
  const count = await page.$$eval("button[data-status]", (buttons) => buttons.length);
  for (let press = 0; press < count; press += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate("document.activeElement.dataset.status");
    if (focused === "conflict") break;
  }
  await page.keyboard.press("Space");

  expect(await shown()).toEqual(["Foreign Role: unmanaged-role-differs"]);
  expect(await said()).toBe("1 of 39 accounts shown");
  expect(await page.$eval('[data-status="conflict"]', (button) => button.getAttribute("aria-pressed"))).toBe("true");
  const units = await page.$$eval(".unit:not([hidden]) > details > summary", (all) =>
    all.map(({ textContent }) => textContent?.split(" ")[0]),
  );
  expect(units).toEqual(["Root", "Workloads"]);
  await page.keyboard.press("Space");
  expect(await shown()).toHaveLength(39);
});

test("finds accounts by name, id, unit and reason", async () => {
  const searches: readonly (readonly [string, number])[] = [
    ["production", 1],
    ["2222", 1],
    ["quarantine", 1],
    ["no-access-role", 1],
    ["workloads member", 30],
    ["nothing of the kind", 0],
  ];
  for (const [words, count] of searches) {
    await page.$eval("input", (input) => input.setAttribute("value", ""));
    await page.locator("input").fill(words);
    expect(await shown(), words).toHaveLength(count);
  }
});

test("opens an account by the keyboard to say what to do", async () => {
  const summary = await page.$(".account[data-status=unreachable] summary");
  await summary?.focus();
  await page.keyboard.press("Enter");

  expect(await page.$eval(".account[data-status=unreachable] details", (one) => one.hasAttribute("open"))).toBe(true);
  expect(await page.$eval(".account[data-status=unreachable] pre", ({ textContent }) => textContent)).toContain(
    "aws iam create-role",
  );
});

test("tells a screen reader its headings, its search and what its buttons do", async () => {
  const tree = JSON.stringify(await page.accessibility.snapshot());

  expect(tree).toMatch(/"role":"heading",[^{}]*"name":"Which accounts can our readers read\?"/);
  expect(tree).toMatch(/"role":"searchbox",[^{}]*"name":"Search accounts by name, id, unit or reason"/);
  expect(tree).toMatch(/"role":"button",[^{}]*"name":"1 conflict","pressed":false/);
  expect(tree).toMatch(/"name":" unreachable 555555555555 Invited: no-access-role-answered","expanded":false/);
});

test.each(["light", "dark"])("can be read in the %s: text stands out from its ground", async (scheme) => {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);

  const pairs = (await page.evaluate(inkAndGround)) as [string, string][];

  for (const [ink, ground] of pairs)
    expect(contrast(ink ?? "", ground ?? ""), `${ink} on ${ground}`).toBeGreaterThan(4.5);
});

test("prints everything that is shown, opened, and no controls", async () => {
  await page.emulateMediaType("print");
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");

  expect(await page.evaluate("getComputedStyle(document.querySelector('form')).display")).toBe("none");
  expect(await page.$$eval("details:not([open])", (closed) => closed.length)).toBe(0);
});

/** In the page: the colour of each text, and of the ground it stands on. */
const inkAndGround = `[...document.querySelectorAll(".status, .id, .sum, h1, button, [role=status]")].map((element) => {
  const clear = "rgba(0, 0, 0, 0)";
  let ground = element;
  while (ground !== document.documentElement && getComputedStyle(ground).backgroundColor === clear) ground = ground.parentElement;
  return [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor];
})`;

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [...color.matchAll(/[\d.]+/g)].map(([part]) => {
    const share = Number(part) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
