import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const { "": _itself, ...locked }: Record<string, Locked> = packages;
const all = Object.entries(locked).map(([path, one]) => ({ ...one, name: path.replace(/.*node_modules\//, "") }));
const runtime = all.filter(({ dev }) => dev !== true);

const permissive = ["MIT", "MIT-0", "Apache-2.0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause"];
/** Of tools alone; CC-BY-4.0 is that of a table of browsers, which Stryker's parser brings along. */
const ofTools = [...permissive, "BlueOak-1.0.0", "CC-BY-4.0", "MPL-2.0", "PSF-2.0", "Python-2.0", "MIT OR Apache-2.0"];

describe("the dependencies", () => {
  test("that are delivered are under permissive licences", () => {
    expect(runtime.length).toBeGreaterThan(30);
    const others = runtime.filter(({ license = "none" }) => !permissive.includes(license));
    expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  });

  test("that are tools are so too, but for the sandbox's evaluator", () => {
    const others = all.filter(({ license = "none" }) => !ofTools.includes(license));
    const names = others.filter(({ name }) => !name.startsWith("@cloud-copilot/"));
    expect(names.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
    expect(others.every(({ dev }) => dev === true)).toBe(true);
  });

  test("are locked by what they contain, wherever they come from", () => {
    expect(all.filter(({ integrity = "" }) => !integrity.startsWith("sha512-")).map(({ name }) => name)).toEqual([]);
    expect(all.filter(({ resolved }) => resolved !== undefined).map(({ name }) => name)).toEqual([]);
  });

  test("that are delivered run nothing when they are installed", () => {
    expect(runtime.filter(({ hasInstallScript }) => hasInstallScript === true).map(({ name }) => name)).toEqual([]);
  });
});
