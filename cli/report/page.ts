import { createHash } from "node:crypto";
import { type Coverage, type CoveredAccount, countsOf } from "./coverage.ts";
import { escapeHtml } from "./html.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { allIn, type Unit, unitTree } from "./unit-tree.ts";

type Look = "good" | "warn" | "bad" | "left";

/** How an outcome looks; the word stands beside the colour always. */
const looks: Readonly<Record<CoveredAccount["status"], readonly [Look, string]>> = {
  "in-sync": ["good", "✔"],
  created: ["good", "✔"],
  repaired: ["good", "✔"],
  planned: ["warn", "●"],
  drifted: ["warn", "●"],
  skipped: ["left", "–"],
  conflict: ["bad", "✘"],
  unreachable: ["bad", "✘"],
  failed: ["bad", "✘"],
  "not-attempted": ["bad", "✘"],
};

/** One HTML file that needs nothing else: no network, no server. The same coverage always gives the same page. */
export function coveragePage(coverage: Coverage): string {
  const { title, accounts } = coverage;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'">
<title>Coverage: ${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Which accounts can our readers read?</h1>
<p class="of">${escapeHtml(title)}</p>
</header>
<main>
<form role="search">
${countsOf(accounts).map(filterButton).join("\n")}
<input type="search" aria-label="Search accounts by name, id, unit or reason" placeholder="Search name, id, unit or reason">
</form>
<p role="status" aria-live="polite"></p>
<ul>
${unitHtml(unitTree(accounts))}
</ul>
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** A hash that allows exactly this text. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function filterButton([status, count]: readonly [string, number]): string {
  return `<button type="button" data-status="${status}" aria-pressed="false">${count} ${status}</button>`;
}

function unitHtml(unit: Unit): string {
  const sum = countsOf(allIn(unit))
    .map(([status, count]) => `${count} ${status}`)
    .join(", ");
  const inside = [...[...unit.units.values()].map(unitHtml), ...unit.accounts.map(accountHtml)];
  return `<li class="unit"><details open><summary>${escapeHtml(unit.name)} <span class="sum">${sum}</span></summary><ul>
${inside.join("\n")}
</ul></details></li>`;
}

function accountHtml(account: CoveredAccount): string {
  const { accountId, name, status, organizationalUnits } = account;
  const [look, sign] = looks[status];
  const reason = account.reason ?? account.code ?? "";
  const line = [
    `<span class="status ${look}"><span aria-hidden="true">${sign}</span> ${status}</span>`,
    `<span class="id">${accountId}</span>`,
    `<span class="name">${escapeHtml(reason === "" ? name : `${name}: ${reason}`)}</span>`,
  ].join("");
  const details = detailsHtml(account);
  const text = [accountId, name, status, reason, ...organizationalUnits.map((unit) => unit.name)]
    .join(" ")
    .toLowerCase();
  const inside = details === "" ? `<div>${line}</div>` : `<details><summary>${line}</summary>${details}</details>`;
  return `<li class="account" data-status="${status}" data-text="${escapeHtml(text)}">${inside}</li>`;
}

function detailsHtml({ remedy, message, changes = [], applied = [], attempts = [] }: CoveredAccount): string {
  const changed = [...changes, ...applied].map(({ kind, why, before, after }) => {
    return `<h3>${escapeHtml(kind)}: ${escapeHtml(why)}</h3>${block("before", before)}${block("after", after)}`;
  });
  const tried = attempts.map(({ accessRole, code, message: said }) => `${accessRole}: ${code}, ${said}`);
  return [
    remedy === undefined ? "" : `<h3>What to do</h3><pre>${escapeHtml(remedy)}</pre>`,
    message === undefined ? "" : `<h3>What AWS says</h3><pre>${escapeHtml(message)}</pre>`,
    tried.length === 0 ? "" : `<h3>Access roles tried</h3><pre>${escapeHtml(tried.join("\n"))}</pre>`,
    ...changed,
  ].join("");
}

function block(what: string, value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return `<pre aria-label="${what}">${escapeHtml(text)}</pre>`;
}
