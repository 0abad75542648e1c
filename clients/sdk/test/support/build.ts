import { buildModule } from '../../build.mjs';

/** The module as it is packed. dist/sentinel.js is not built here: a test sees to it that the one that is checked in is up to date. */
export default async function setup(): Promise<void> {
  await buildModule();
}
