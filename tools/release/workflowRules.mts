/** What actionlint does not look at: our own rules for GitHub workflows and actions. */

/** The jobs of a workflow: name and text. The form is ours (two spaces), which Prettier keeps. */
function jobsOf(text: string): Array<{ name: string; body: string }> {
	const [, jobs = ''] = text.split(/^jobs:\n/m);
	return jobs
		.split(/^ {2}(?=[\w-]+:\n)/m)
		.slice(1)
		.map((job) => ({ name: job.slice(0, job.indexOf(':')), body: job }));
}

/** The part of a workflow before its jobs. */
const headOf = (text: string): string => text.split(/^jobs:\n/m)[0] ?? '';

/** What a workflow does that it should not, in words. */
export function workflowProblems(text: string): string[] {
	const problems = unpinned(text);
	const head = headOf(text);
	if (!/^permissions:\n {2}contents: read\n(?! {2}\w)/m.test(head)) {
		problems.push('At the top, permissions must be "contents: read" and nothing else: a job asks for more');
	}
	if (!/^concurrency:$/m.test(head)) problems.push('It needs a concurrency group');
	for (const { name, body } of jobsOf(text)) {
		if (/^ {4}runs-on:/m.test(body) && !/^ {4}timeout-minutes:/m.test(body)) {
			problems.push(`The job ${name} needs timeout-minutes`);
		}
		const checkouts = body.match(/uses: actions\/checkout@/g)?.length ?? 0;
		const without = body.match(/persist-credentials: false/g)?.length ?? 0;
		if (checkouts !== without) problems.push(`In the job ${name}, checkout must not keep its token`);
	}
	if (jobsOf(text).length === 0) problems.push('It has no jobs');
	return problems;
}

/** Actions that are named by anything but a commit, with the version beside it. */
export function unpinned(text: string): string[] {
	return [...text.matchAll(/^\s*(?:- )?uses: *(.+)$/gm)]
		.map(([, action = '']) => action)
		.filter((action) => !action.startsWith('./') && !/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action))
		.map((action) => `${action}: name the commit, and the version in a comment`);
}

/** `npm run x` and `npm test` in a text: the names of the scripts. */
export function npmScriptsIn(text: string): string[] {
	const names = [...text.matchAll(/\bnpm (?:run (?:-s |--silent )?([\w:-]+)|(test)\b)/g)];
	return [...new Set(names.map(([, name, test]) => name ?? test ?? ''))];
}
