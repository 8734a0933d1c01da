import { writeFileSync } from "node:fs";
import { configJsonSchema } from "#shared/config/schema.ts";
import { reportJsonSchema } from "#shared/run/report-schema.ts";

function write(file: string, schema: object): void {
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}

write("assumable.schema.json", configJsonSchema());
write("docs/run-report.schema.json", reportJsonSchema());
