import { validationError } from "../aws-error.ts";

/** Parameters of a request, whichever protocol they came in. */
export class Input {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  entries(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.#values);
  }

  /** A text that must be there. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) {
      const member = name.charAt(0).toLowerCase() + name.slice(1);
      throw validationError(
        `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
      );
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "object") throw validationError(`${name} must be text`);
    return String(value);
  }

  optionalInteger(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    if (!/^-?\d+$/.test(text)) throw validationError(`${name} must be an integer`);
    return Number(text);
  }

  /** A structure that must be there. */
  structure(name: string): Record<string, unknown> {
    const value = this.optionalStructure(name);
    if (value === undefined) throw validationError(`${name} is missing`);
    return value;
  }

  optionalStructure(name: string): Record<string, unknown> | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (!isRecord(value)) throw validationError(`${name} must be a structure`);
    return value;
  }

  /** Structures of a list; empty where there is none. */
  structures(name: string): readonly Input[] {
    return this.#list(name).map((item) => new Input(isRecord(item) ? item : {}));
  }

  texts(name: string): readonly string[] {
    return this.#list(name).map(String);
  }

  #list(name: string): readonly unknown[] {
    const value = this.#values[name];
    if (value === undefined || value === null || value === "") return [];
    if (!Array.isArray(value)) throw validationError(`${name} must be a list`);
    return value;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
