/**
 * Loaded into every Node process of a metered suite (`NODE_OPTIONS=--import`). It meters those that are billed or that
 * cause billed traffic: the emulator's instances, each of which serves one function, and whoever names itself.
 */
const { EARNPLAY_METER: folder, EARNPLAY_METER_AS: named, FUNCTIONS_EMULATOR, FUNCTION_TARGET } = process.env;
const who = named ?? (FUNCTIONS_EMULATOR === 'true' ? FUNCTION_TARGET : undefined);

if (folder !== undefined && who !== undefined) {
  const { startMeter } = await import('./meter.ts');
  startMeter(folder, who);
}
