/** A release is refused unless everything about it agrees. Nothing here asks npm. */
import {
	changelogEntry,
	distTag,
	isAtLeast,
	isPublished,
	releaseProblems,
} from '../../tools/release/releaseRules.mts';

const TESTED = 'Tested with n8n 9.8.7 and 8.99.1, Node 24; API page of 2026-08.';
const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.3] - 2026-11-22

${TESTED}

### Fixed

- Something

## [1.2.0] - unreleased

- Older

[1.2.3]: https://example.com/v1.2.3
`;
const RELEASE = { version: '1.2.3', changelog: CHANGELOG, n8n: ['9.8.7', '8.99.1'], tag: 'v1.2.3' };

describe('the changelog', () => {
	it('gives the entry of a version, and nothing of its neighbours', () => {
		expect(changelogEntry(CHANGELOG, '1.2.3')).toEqual({
			date: '2026-11-22',
			text: `${TESTED}\n\n### Fixed\n\n- Something`,
		});
		expect(changelogEntry(CHANGELOG, '1.2.0')).toEqual({ date: 'unreleased', text: '- Older' });
	});

	it.each(['1.2', '1.2.4', '1x2.3', ''])('has none for %p', (version) => {
		expect(changelogEntry(CHANGELOG, version)).toBeNull();
	});
});

describe('a release', () => {
	it('is made where tag, version and changelog agree', () => {
		expect(releaseProblems(RELEASE)).toEqual([]);
	});

	it.each(['1.2.3', 'v1.2.4', 'v1.2.3-rc.1', 'V1.2.3', ''])('is not made for the tag %p', (tag) => {
		expect(releaseProblems({ ...RELEASE, tag })).toEqual([expect.stringContaining('the tag must be v1.2.3')]);
	});

	it('needs an entry', () => {
		const problems = releaseProblems({ ...RELEASE, version: '1.3.0', tag: 'v1.3.0' });
		expect(problems).toEqual(['CHANGELOG.md has no entry "## [1.3.0]"']);
	});

	it('needs a date, but not before there is a tag', () => {
		const changelog = CHANGELOG.replace('2026-11-22', 'unreleased');
		expect(releaseProblems({ ...RELEASE, changelog })).toEqual([expect.stringContaining('needs its date')]);
		expect(releaseProblems({ ...RELEASE, changelog, tag: undefined })).toEqual([]);
	});

	it('says what it was tested with: every version of n8n, Node, and the page of the API', () => {
		const without = (part: string) =>
			releaseProblems({ ...RELEASE, changelog: CHANGELOG.replace(part, 'something') });
		for (const part of ['9.8.7', '8.99.1', 'Node ', 'API page of ']) {
			expect(without(part)).toEqual([expect.stringContaining(`does not name: ${part}`)]);
		}
		expect(without(TESTED)).toEqual([expect.stringContaining('needs a line "Tested with')]);
	});

	it('is what npm installs by default, unless it is a pre-release', () => {
		expect(['1.2.3', '1.2.3-rc.1'].map(distTag)).toEqual(['latest', 'next']);
	});
});

it('Versions are compared as numbers', () => {
	expect(['11.5.1', '11.10.0', '12.0.0'].map((version) => isAtLeast(version, '11.5.1'))).toEqual([
		true,
		true,
		true,
	]);
	expect(['11.5.0', '11.4.9', '9.9.9'].map((version) => isAtLeast(version, '11.5.1'))).toEqual([
		false,
		false,
		false,
	]);
});

describe('what is on npm', () => {
	const SPEC = 'some-package@1.2.3';
	const refuses = (stdout: string) => async () => {
		throw Object.assign(new Error('npm ended with 1'), { stdout });
	};

	it('is asked for with the version', async () => {
		const asked: string[][] = [];
		await isPublished(SPEC, 'sha512-a', async (args) => {
			asked.push(args);
			return { stdout: '"sha512-a"\n' };
		});
		expect(asked).toEqual([['view', SPEC, 'dist.integrity', '--json']]);
	});

	it('is left alone where it is this tarball', async () => {
		await expect(isPublished(SPEC, 'sha512-a', async () => ({ stdout: '"sha512-a"\n' }))).resolves.toBe(true);
	});

	it('is not replaced by another tarball', async () => {
		await expect(isPublished(SPEC, 'sha512-b', async () => ({ stdout: '"sha512-a"\n' }))).rejects.toThrow(
			'is another tarball',
		);
	});

	it('is missing only where npm says so', async () => {
		const answer = JSON.stringify({ error: { code: 'E404', summary: 'Not Found' } });
		await expect(isPublished(SPEC, 'sha512-a', refuses(answer))).resolves.toBe(false);
	});

	it.each(['', 'no JSON', '{}', '{"error":{"code":"ECONNREFUSED"}}', '{"error":{"code":"E401"}}'])(
		'is unknown where npm answers %p',
		async (answer) => {
			await expect(isPublished(SPEC, 'sha512-a', refuses(answer))).rejects.toThrow('could not be asked');
		},
	);
});
