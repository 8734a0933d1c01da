import type { StateMachine } from "aws-local-stepfunctions";

type EventLog = ReturnType<StateMachine["run"]>["eventLogs"] extends AsyncGenerator<infer Event> ? Event : never;

/** Scheduled, started, and succeeded or failed. */
const eventsPerAttempt = 3;

/**
 * How many events of AWS's history an event of the engine stands for. The engine has no events of its own for the
 * attempts of a task, nor for the start and success of a Map state as a whole.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function historyEventsOf(event: EventLog): number {
  switch (event.type) {
    case "StateEntered":
      return 1 + (event.state.type === "Task" ? eventsPerAttempt : 0) + (event.state.type === "Map" ? 1 : 0);
    case "StateRetried":
      return eventsPerAttempt;
    case "StateExited":
      return 1 + (event.state.type === "Map" ? 1 : 0);
    case "StateFailed":
    case "StateCaught":
      return 0;
    default:
      return 1;
  }
}
