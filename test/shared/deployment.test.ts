import { expect, test } from "vitest";
import { owner, sessionName } from "#shared/deployment.ts";

test("what is ours is marked by service and stage", () => {
  expect(owner("audit")).toBe("assumable/audit");
});

test("sessions carry service and stage, in the 64 characters AWS takes", () => {
  expect(sessionName("audit")).toBe("assumable-audit");
  expect(sessionName("s".repeat(60))).toBe(`assumable-${"s".repeat(54)}`);
});
