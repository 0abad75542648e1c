import { buildModule } from '../../build.mjs';

/** Builds the module as it is packed, but not dist/sentinel.js: a test checks that the committed file is up to date. */
export default async function setup(): Promise<void> {
  await buildModule();
}
