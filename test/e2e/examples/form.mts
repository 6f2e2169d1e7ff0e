/** A person with a browser in front of a form of n8n. */
import assert from 'node:assert/strict';
import type { N8n } from '../../../tools/n8n/n8n.mts';
import { isUnderWay } from '../../../tools/n8n/rest.mts';
import { fetchWhenThere, until } from '../../../tools/wait.mts';

/** The page that a form ends with. */
export interface EndingPage {
	title: string;
	/** Line breaks as \n, without other tags. */
	message: string;
}

/**
 * Submits the production form of an active workflow.
 *
 * @param fields in the order of the form's fields
 * @returns what n8n answers, as text
 */
export async function postForm(n8n: N8n, path: string, fields: Array<string | File>): Promise<string> {
	const body = () => {
		const data = new FormData();
		fields.forEach((field, index) => data.append(`field-${index}`, field));
		return data;
	};
	const answer = await fetchWhenThere(
		async () => await fetch(`${n8n.url}/form/${path}`, { method: 'POST', body: body() }),
	);
	const text = await answer.text();
	assert.equal(answer.status, 200, text);
	return text;
}

/** Submits a form that has a further page. @returns the address of that page, which is not there yet */
async function sendForm(n8n: N8n, path: string, fields: Array<string | File>): Promise<string> {
	const text = await postForm(n8n, path, fields);
	const { formWaitingUrl } = JSON.parse(text) as { formWaitingUrl?: string };
	assert(formWaitingUrl, `the form has no further page: ${text}`);
	return formWaitingUrl;
}

/** Waits for the next page as a browser does. The status is `form-waiting` once it is there. */
async function untilStatus(formWaitingUrl: string, wanted: string): Promise<void> {
	const status = new URL(formWaitingUrl);
	status.pathname += '/n8n-execution-status';
	const look = async () => {
		// A busy n8n answers late, and may have closed the idle connection by then; browsers simply ask again.
		const now = await fetch(status).then(
			async (response) => (await response.text()).trim(),
			() => 'running',
		);
		assert(now === wanted || isUnderWay(now), `the execution is "${now}", not "${wanted}"`);
		return now === wanted;
	};
	await until(`the execution is "${wanted}"`, look, { seconds: 400 });
}

/** Submits a form, waits for its last page, and looks at it, which lets the workflow end. */
export async function submitForm(n8n: N8n, path: string, fields: Array<string | File>): Promise<EndingPage> {
	const formWaitingUrl = await sendForm(n8n, path, fields);
	await untilStatus(formWaitingUrl, 'form-waiting');
	const page = await (await fetch(formWaitingUrl)).text();
	// The page's script sends this: the execution waits for it.
	await (await fetch(formWaitingUrl, { method: 'POST' })).text();
	const inside = (tag: string) => new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
	const plain = (html: string) =>
		html
			.replaceAll(/<br\s*\/?>/g, '\n')
			.replaceAll(/<[^>]+>/g, '')
			.trim();
	return { title: plain(inside('h1')), message: plain(inside('p')) };
}
