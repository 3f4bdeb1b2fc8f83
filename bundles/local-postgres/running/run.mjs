import { keepRunning } from './vendor/keep-running.mjs';

await keepRunning('PostgreSQL', '../src');
