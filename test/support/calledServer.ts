/**
 * Where the tests' calls go unless they say otherwise: to the suite's functions in one process beside the lane. An
 * instance of Cloud Functions serves many calls at a time; the emulator starts a process for each function and for each
 * call that meets another, and most of a run's time would be theirs. Triggers stay the emulator's.
 */
import { demoSettings } from './demoSettings.ts';
import { FunctionServer, type LogEntry, tokensAsTheyAre } from './functionServer.ts';

let server: Promise<FunctionServer> | undefined;

export async function calledUrl(): Promise<string> {
  const { ECONOMY_CACHE_SECONDS = '1' } = process.env;
  server ??= FunctionServer.start({ ...demoSettings(), ...tokensAsTheyAre, ECONOMY_CACHE_SECONDS });
  return (await server).url;
}

/** What it has logged so far, beyond what goes well. */
export async function calledComplaints(): Promise<readonly LogEntry[]> {
  return (await server)?.logs.filter(({ severity }) => severity !== 'INFO') ?? [];
}

export async function stopCalledServer(): Promise<void> {
  const running = server;
  server = undefined;
  await (await running)?.stop();
}
