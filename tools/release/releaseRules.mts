/** What must hold before a version is published. Nothing here reads a file or asks anybody. */

/** The entry of a version in a changelog in the form of keepachangelog.com: its date as written, and its text. */
export function changelogEntry(changelog: string, version: string): { date: string; text: string } | null {
	for (const section of changelog.split(/^## /m).slice(1)) {
		const [, name, date = ''] = /^\[([^\]]+)\](?: - (\S+))?/.exec(section) ?? [];
		if (name === version) {
			const text = section.slice(section.indexOf('\n') + 1).replace(/^\[[^\]]+\]: .*$/gm, '');
			return { date, text: text.trim() };
		}
	}
	return null;
}

export interface Release {
	version: string;
	changelog: string;
	/** Versions of n8n that the entry must name. */
	n8n: readonly string[];
	/** The tag that starts the release; without it, the entry need not have a date yet. */
	tag?: string;
}

/** What is missing for a release, in words; empty where nothing is. */
export function releaseProblems({ version, changelog, n8n, tag }: Release): string[] {
	const problems: string[] = [];
	if (tag !== undefined && tag !== `v${version}`) {
		problems.push(`The tag is ${tag}, but package.json has version ${version}: the tag must be v${version}`);
	}
	const entry = changelogEntry(changelog, version);
	if (entry === null) return [...problems, `CHANGELOG.md has no entry "## [${version}]"`];
	if (tag !== undefined && !/^\d{4}-\d\d-\d\d$/.test(entry.date)) {
		problems.push(`The entry of ${version} in CHANGELOG.md needs its date: "## [${version}] - YYYY-MM-DD"`);
	}
	const compatibility = /^Tested with .*$/m.exec(entry.text)?.[0];
	if (compatibility === undefined) {
		problems.push(
			`The entry of ${version} in CHANGELOG.md needs a line "Tested with n8n …, Node …, API page of …"`,
		);
	} else {
		const missing = [...n8n, 'Node ', 'API page of '].filter((part) => !compatibility.includes(part));
		if (missing.length > 0) problems.push(`"${compatibility}" does not name: ${missing.join(', ')}`);
	}
	return problems;
}

/** The dist-tag for a version: what `npm install` without a version gives is never a pre-release. */
export const distTag = (version: string): string => (version.includes('-') ? 'next' : 'latest');

/** Whether a version, as a.b.c, is at least another one. */
export function isAtLeast(version: string, least: string): boolean {
	return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

/** Runs npm with these arguments and gives what it printed; throws as execFile does. */
type RunNpm = (args: string[]) => Promise<{ stdout: string }>;

/**
 * Whether this version is on npm. "Not found" is the only answer that means no.
 *
 * @throws Error where npm cannot be asked, and where the published version is another tarball
 */
export async function isPublished(spec: string, integrity: string, ask: RunNpm): Promise<boolean> {
	let answer: string;
	try {
		answer = (await ask(['view', spec, 'dist.integrity', '--json'])).stdout;
	} catch (error) {
		if (notFound(error)) return false;
		throw new Error(`npm could not be asked for ${spec}`, { cause: error });
	}
	if (JSON.parse(answer) !== integrity) {
		throw new Error(`${spec} is on npm already, and is another tarball: raise the version`);
	}
	return true;
}

/** npm says so in what it printed, as JSON. */
function notFound(error: unknown): boolean {
	const { stdout = '' } = error as { stdout?: string };
	try {
		return (JSON.parse(stdout) as { error?: { code?: string } }).error?.code === 'E404';
	} catch {
		return false;
	}
}
