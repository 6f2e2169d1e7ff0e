/**
 * Versions of n8n that the package is tested in. This is the only place to change them: test/contract/versions.test.mts says
 * which other files must name the same.
 */

/** The newest that is supported; everything runs in it. */
export const NEWEST = '2.41.1';
/** The last 1.x, and the oldest that is supported. */
export const OLDEST = '1.123.81';
export const VERSIONS = [NEWEST, OLDEST];
