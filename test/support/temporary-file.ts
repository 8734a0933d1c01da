import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of its own with this text; returns its path. */
export function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "assumable-")), "file");
  writeFileSync(file, text);
  return file;
}
