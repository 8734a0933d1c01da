import { NotEmulatedError } from "../aws-error.ts";
import { isRecord } from "../http/input.ts";

/** Values of pseudo parameters, as `AWS::Region`. */
export type PseudoParameters = Readonly<Record<string, string>>;

export interface TemplateResource {
  readonly type: string;
  /** Intrinsic functions resolved. */
  readonly properties: Record<string, unknown>;
}

/** What Ref and Fn::GetAtt give for a resource, computed from its own properties. */
export interface ResourceAttributes {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Describe = (logicalId: string, type: string, properties: Record<string, unknown>) => ResourceAttributes;

const absent = Symbol("AWS::NoValue");

/**
 * Reads a CloudFormation template, conditions and intrinsic functions resolved; the ones in use are known, others are
 * refused. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class Template {
  readonly #resources: Record<string, unknown>;
  readonly #conditions: Record<string, unknown>;
  readonly #parameters: PseudoParameters;
  readonly #describe: Describe;

  constructor(template: unknown, parameters: PseudoParameters, describe: Describe) {
    const { Resources: resources, Conditions: conditions } = isRecord(template) ? template : {};
    this.#resources = isRecord(resources) ? resources : {};
    this.#conditions = isRecord(conditions) ? conditions : {};
    this.#parameters = parameters;
    this.#describe = describe;
  }

  /** Every resource whose condition holds, by logical id. */
  resources(): ReadonlyMap<string, TemplateResource> {
    const present = Object.keys(this.#resources).filter((logicalId) => this.#isPresent(logicalId));
    return new Map(present.map((logicalId) => [logicalId, this.#resource(logicalId)]));
  }

  #isPresent(logicalId: string): boolean {
    const { Condition: condition } = this.#declaration(logicalId);
    return condition === undefined || this.#condition(String(condition));
  }

  #declaration(logicalId: string): Record<string, unknown> {
    const declaration = this.#resources[logicalId];
    if (!isRecord(declaration)) throw new Error(`the template has no resource ${logicalId}`);
    return declaration;
  }

  #resource(logicalId: string): TemplateResource {
    const { Type: type, Properties: properties } = this.#declaration(logicalId);
    const resolved = this.#resolve(properties ?? {});
    return { type: String(type), properties: isRecord(resolved) ? resolved : {} };
  }

  #attributes(logicalId: string): ResourceAttributes {
    const { type, properties } = this.#resource(logicalId);
    return this.#describe(logicalId, type, properties);
  }

  #condition(name: string): boolean {
    if (!(name in this.#conditions)) throw new Error(`the template has no condition ${name}`);
    return this.#isTrue(this.#conditions[name]);
  }

  #isTrue(condition: unknown): boolean {
    const [operator, operands] = singleEntry(condition) ?? ["", []];
    const list = Array.isArray(operands) ? operands : [];
    switch (operator) {
      case "Fn::Equals":
        return this.#resolve(list[0]) === this.#resolve(list[1]);
      case "Fn::Not":
        return !this.#isTrue(list[0]);
      default:
        throw new NotEmulatedError(`the condition function ${operator}`);
    }
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#resolve(item)).filter((item) => item !== absent);
    if (!isRecord(value)) return value;
    const single = singleEntry(value);
    if (single !== undefined && /^(Ref|Fn::)/.test(single[0])) return this.#intrinsic(single[0], single[1]);
    const resolved = Object.entries(value).map(([key, inner]): [string, unknown] => [key, this.#resolve(inner)]);
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== absent));
  }

  #intrinsic(name: string, argument: unknown): unknown {
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case "Ref":
        return this.#ref(String(argument));
      case "Fn::GetAtt":
        return this.#getAtt(String(list[0]), String(list[1]));
      case "Fn::Sub":
        return this.#sub(argument);
      case "Fn::Join":
        return this.#join(list);
      case "Fn::If":
        return this.#resolve(this.#condition(String(list[0])) ? list[1] : list[2]);
      default:
        throw new NotEmulatedError(`the intrinsic function ${name}`);
    }
  }

  #ref(name: string): unknown {
    if (name === "AWS::NoValue") return absent;
    return this.#parameters[name] ?? this.#attributes(name).ref;
  }

  #getAtt(logicalId: string, attribute: string): string {
    const value = this.#attributes(logicalId).attributes[attribute];
    if (value === undefined) throw new NotEmulatedError(`Fn::GetAtt of ${logicalId}.${attribute}`);
    return value;
  }

  #sub(argument: unknown): string {
    if (typeof argument !== "string") throw new NotEmulatedError("Fn::Sub with a map of variables");
    return argument.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal === "!") return `\${${name}}`;
      const [logicalId = "", attribute] = name.split(".");
      return attribute === undefined ? String(this.#ref(name)) : this.#getAtt(logicalId, attribute);
    });
  }

  #join([separator, parts]: readonly unknown[]): string {
    const resolved = this.#resolve(parts);
    return (Array.isArray(resolved) ? resolved : []).map(String).join(String(separator));
  }
}

function singleEntry(value: unknown): readonly [string, unknown] | undefined {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return entries.length === 1 ? entries[0] : undefined;
}
