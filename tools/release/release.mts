/**
 * What must hold before a version is published, and what publishing needs to know.
 *
 *     npm run check:release                the changelog has an entry for the version, and says what it was tested with
 *     npm run check:release -- tag v1.2.3  the same, and the tag is the version and the entry has a date
 *     npm run check:release -- registry <tarball>   is this version on npm already, and is it this tarball?
 *     npm run check:release -- npm         npm is new enough for trusted publishing
 *     npm run check:release -- notes       prints the entry of the changelog
 *
 * In a GitHub action `tag` and `registry` also write outputs: dist_tag, published.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { VERSIONS } from '../n8n/versions.mts';
import { npm } from '../npm.mts';
import { changelogEntry, distTag, isAtLeast, isPublished, releaseProblems } from './releaseRules.mts';

const PROJECT = resolve(import.meta.dirname, '../..');
/** The first npm that exchanges GitHub's identity for a right to publish. */
const TRUSTED_PUBLISHING = '11.5.1';

function output(name: string, value: string): void {
	console.log(`${name}: ${value}`);
	const file = process.env.GITHUB_OUTPUT;
	if (file) appendFileSync(file, `${name}=${value}\n`);
}

async function main([command, argument]: string[]): Promise<void> {
	const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8');
	const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
	const changelog = read('CHANGELOG.md');
	const ask = async (args: string[]) => await npm(args, PROJECT);

	if (command === undefined || command === 'tag') {
		if (command === 'tag' && !argument) throw new Error('Give the tag');
		const problems = releaseProblems({ version, changelog, n8n: VERSIONS, tag: argument });
		if (problems.length > 0) throw new Error(problems.join('\n'));
		output('dist_tag', distTag(version));
	} else if (command === 'registry' && argument) {
		const hash = createHash('sha512').update(readFileSync(argument)).digest('base64');
		output('published', String(await isPublished(`${name}@${version}`, `sha512-${hash}`, ask)));
	} else if (command === 'npm') {
		const found = (await ask(['--version'])).stdout.trim();
		if (!isAtLeast(found, TRUSTED_PUBLISHING)) {
			throw new Error(`npm is ${found}; trusted publishing needs ${TRUSTED_PUBLISHING}`);
		}
		console.log(`npm ${found} can publish`);
	} else if (command === 'notes') {
		console.log(changelogEntry(changelog, version)?.text ?? '');
	} else {
		throw new Error(`Not a command: ${[command, argument].join(' ')}`);
	}
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
