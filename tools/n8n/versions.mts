/** Versions of n8n that the package is tested in: the newest supported, and the last 1.x. CI and the changelog name the same. */
export const NEWEST = '2.41.1';
export const VERSIONS = [NEWEST, '1.123.81'];
