import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
}

/**
 * What is delivered, by name, version and licence, as CycloneDX: https://cyclonedx.org/docs/1.5/json/. npm's own
 * `--omit dev` leaves out what a tool depends on as well; the lockfile knows better.
 */
export function billOfMaterials(name: string): object {
  const said = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const { metadata, components, dependencies, ...bom } = JSON.parse(said);
  const kept = components.filter((component: Component) => isDelivered(component));
  const refs = new Set([metadata.component["bom-ref"], ...kept.map((one: Component) => one["bom-ref"])]);
  const isKept = ({ ref }: { readonly ref: string }) => refs.has(ref);
  const inside = dependencies
    .filter(isKept)
    .map(({ ref, dependsOn }: { ref: string; dependsOn: readonly string[] }) => {
      return { ref, dependsOn: dependsOn.filter((one) => refs.has(one)) };
    });
  // npm takes the name of the folder it runs in.
  const component = { ...metadata.component, name };
  return { ...bom, metadata: { ...metadata, component }, components: kept, dependencies: inside };
}

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
}

/** Name and version of what is no tool, by the lockfile. */
const delivered: ReadonlySet<string> = deliveredIn(JSON.parse(readFileSync("package-lock.json", "utf8")).packages);

function deliveredIn(packages: Readonly<Record<string, Locked>>): ReadonlySet<string> {
  const runtime = Object.entries(packages).filter(([, { dev }]) => dev !== true);
  return new Set(runtime.map(([path, { version }]) => `${path.replace(/.*node_modules\//, "")}@${version}`));
}

function isDelivered({ name, version }: Component): boolean {
  return delivered.has(`${name}@${version}`);
}
