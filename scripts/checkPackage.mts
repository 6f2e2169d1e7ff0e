// What `npm pack` would publish: everything the node needs, nothing of the workshop.
import { execFileSync } from 'node:child_process';

interface Packed {
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

const ALLOWED = [
	/^(?:package\.json|index\.js|README\.md|LICENSE)$/,
	/^dist\/(?:nodes|credentials)\/[\w./]+\.(?:js|d\.ts)$/,
	/^dist\/nodes\/JustOneApi\/(?:justOneApi(?:\.dark)?\.svg|JustOneApi\.node\.json|__schema__\/[\w./]+\.json)$/,
];
const NEEDED = [
	'dist/nodes/JustOneApi/JustOneApi.node.js',
	'dist/nodes/JustOneApi/JustOneApi.node.json',
	'dist/nodes/JustOneApi/justOneApi.svg',
	'dist/nodes/JustOneApi/justOneApi.dark.svg',
	'dist/nodes/JustOneApi/__schema__/v1.0.0/shareLink/resolve.json',
	'dist/credentials/JustOneApi.credentials.js',
	'index.js',
	'package.json',
	'README.md',
	'LICENSE',
];

const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
	encoding: 'utf8',
	stdio: ['ignore', 'pipe', 'ignore'],
});
const [packed] = JSON.parse(output) as Packed[];
if (!packed) throw new Error('npm pack printed nothing');
const files = packed.files.map(({ path }) => path);
const strangers = files.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)));
const missing = NEEDED.filter((path) => !files.includes(path));

console.log(
	`npm pack: ${files.length} files, ${(packed.size / 1024).toFixed(0)} kB packed, ${(packed.unpackedSize / 1024).toFixed(0)} kB unpacked`,
);
if (strangers.length > 0) console.error(`Not to be published: ${strangers.join(', ')}`);
if (missing.length > 0) console.error(`Missing: ${missing.join(', ')}`);
process.exitCode = strangers.length + missing.length > 0 ? 1 : 0;
