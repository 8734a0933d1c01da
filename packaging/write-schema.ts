import { writeFileSync } from "node:fs";
import { configJsonSchema } from "#shared/config/schema.ts";

writeFileSync("assumable.schema.json", `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
