import { secret, uniqueId } from "../identifiers.ts";
import type { Role, Session, World } from "../world.ts";

interface SessionSettings {
  readonly sessionName: string;
  readonly seconds: number;
  readonly sessionPolicy?: string | undefined;
}

/** Opens a session of a role and remembers its keys. Authorization is the caller's to see to. */
export function newSession(
  world: World,
  role: Role,
  accountId: string,
  { sessionName, seconds, sessionPolicy }: SessionSettings,
): Session {
  const session: Session = {
    kind: "session",
    accessKeyId: uniqueId("ASIA"),
    secretAccessKey: secret(30),
    sessionToken: secret(120),
    role,
    accountId,
    sessionName,
    sessionPolicy,
    expiresAt: world.clock.now() + seconds * 1000,
  };
  world.credentials.set(session.accessKeyId, session);
  return session;
}
