import { join } from 'node:path';

/** Where things are in the checkout, from anywhere. */
export const repositoryRoot = join(import.meta.dirname, '..', '..');
export const binFolder = join(repositoryRoot, 'node_modules', '.bin');
export const firebaseCli = join(repositoryRoot, 'node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js');
export const functionsFolder = join(repositoryRoot, 'functions');
export const emulatorData = join(repositoryRoot, 'emulator-data');

/** Written by `npm start` while it runs, so that other commands of the checkout find its suite. */
export const runningSuiteFile = join(repositoryRoot, '.tmp', 'suite.json');
