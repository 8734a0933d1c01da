import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "./failure.ts";

/** Writes a file whole or not at all: beside it first, then in its place. */
export function writeFileWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written (${why}).`, "Name another file.");
  }
}

/** As writeFileWhole, for a file that is not there yet, unless it is to be replaced. */
export function writeNewFile(file: string, text: string, replace: boolean): void {
  if (!replace && existsSync(file)) throw new UsageError(`${file} is there already.`, "Name another, or say --force.");
  writeFileWhole(file, text);
}
