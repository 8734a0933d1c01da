import { type Document, parseDocument } from "yaml";
import { combinationFaults } from "./combinations.ts";
import { ConfigError, type Fault, faultsOf } from "./faults.ts";
import { type Config, configSchema } from "./schema.ts";

/** Reads the text of assumable.yml. Throws ConfigError with every fault; `file` is only named in it. */
export function parseConfig(text: string, file: string): Config {
  const value = parseYaml(text, file);
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) throw new ConfigError(file, [...faultsOf(parsed.error), ...faultsOfWhatCanBeRead(value)]);
  const faults = combinationFaults(parsed.data);
  if (faults.length > 0) throw new ConfigError(file, faults);
  return parsed.data;
}

function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text);
  const faults = document.errors.map((error): Fault => {
    const [start] = error.linePos ?? [];
    const path = start === undefined ? "(the whole file)" : `line ${start.line}, column ${start.col}`;
    return { path, reason: `is not YAML (${error.code.toLowerCase().replaceAll("_", " ")})` };
  });
  if (faults.length > 0) throw new ConfigError(file, faults);
  return toValue(document, file) ?? {};
}

function toValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ConfigError(file, [{ path: "(the whole file)", reason: "has aliases that cannot be resolved" }]);
  }
}

/** Stands in for a source section that cannot be read, so that the others are still checked against each other. */
const anySource = { accountId: "000000000000", principals: ["role/any"] };

function faultsOfWhatCanBeRead(value: unknown): readonly Fault[] {
  if (typeof value !== "object" || value === null) return [];
  const readable = Object.fromEntries(
    Object.entries(value).filter(([key, section]) => isKey(key) && configSchema.shape[key].safeParse(section).success),
  );
  const config = configSchema.parse({ source: anySource, ...readable });
  return combinationFaults(config);
}

function isKey(key: string): key is keyof typeof configSchema.shape {
  return Object.hasOwn(configSchema.shape, key);
}
