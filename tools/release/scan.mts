// The release gate of n8n's own scanner, over the working tree: what ships as source and what is built.
// Inline comments are off, so nothing can be silenced.
// @ts-expect-error -- the scanner ships no types
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const scans = [
	{ what: 'sources', patterns: SOURCE_FILE_PATTERNS },
	{ what: 'build', patterns: ['dist/**/*.js', 'index.js'] },
];

for (const { what, patterns } of scans) {
	const { passed, message, details } = await analyzePackage(process.cwd(), patterns);
	console.log(`n8n scanner, ${what}: ${passed ? 'passed' : message}`);
	if (!passed) {
		console.error(details ?? '');
		process.exitCode = 1;
	}
}
