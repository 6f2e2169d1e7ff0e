/** Runs of every operation in which each text, of the rows and of the API, may hold half a character or NUL. */
import { readFileSync } from 'node:fs';

import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../engine/engine.mts';
import { response, VIDEO_ID } from './answers.mts';
import { NODE, TOKEN, type HostileBench } from './bench.mts';
import { write } from './server.mts';

const POST_ID = '7641186371542041559';
const POST = 'tools/sandbox/answers/douyin-video-detail.json';

export const OPERATIONS = [
	{ resource: 'shareLink', operation: 'extract', shareUrl: '={{ $json.text }}' },
	{ resource: 'shareLink', operation: 'resolve', shareUrl: '={{ $json.text }}' },
	{ resource: 'post', operation: 'get', post: '={{ $json.text }}' },
	{ resource: 'account', operation: 'getBalance' },
] as const;

/** A copy in which damage stands behind each text and each key, but for what must be read. */
function spoil(value: unknown, damage: () => string): unknown {
	if (typeof value === 'string') return value.includes(POST_ID) ? value : `${value}${damage()}`;
	if (Array.isArray(value)) return value.map((entry) => spoil(entry, damage));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, entry]) => [key, spoil(entry, damage)]);
	return Object.fromEntries([...entries, [`more${damage()}`, [damage()]]]);
}

function answerTo(path: string, damage: () => string): unknown {
	if (path.includes('get-video-detail')) return spoil(JSON.parse(readFileSync(POST, 'utf8')), damage);
	const url = `https://www.douyin.com/video/${VIDEO_ID}?from=${damage().replaceAll('\0', '')}`;
	const data = path.includes('balance')
		? { balance: 7, currency: `CNY${damage()}` }
		: { redirect_url: url, [damage()]: damage() };
	return { code: 0, message: damage(), requestId: `r${damage()}`, data };
}

let codes = 0;
/** Links that are good, of a post that is there, or of another site; damaged ones; words alone. */
function textsOf(damage: () => string): string[] {
	const code = (codes += 1).toString(36).padStart(6, '0');
	return [
		`${damage()} https://v.douyin.com/D${code}/ ${damage()}`,
		`https://www.douyin.com/video/${POST_ID}?x=${damage()}`,
		`https://v.douyin.com/D${code}%${damage()}`,
		`https://v.douyin.com/D${code}%${'👉'.repeat(60)}${damage()}`,
		`https://www.douyin.com/search/${'👉'.repeat(3000)}${damage()}`,
		damage(),
	];
}

/**
 * Runs an operation over rows with damage, whose columns the items keep.
 *
 * @param damage gives a text, another one each time
 */
export async function runDamaged(
	{ engine, api }: HostileBench,
	parameters: IDataObject,
	rows: number,
	damage: () => string,
	node: IDataObject = { onError: 'continueRegularOutput' },
): Promise<RunResult> {
	api.reply = async (socket, path) => {
		const failed = { code: 301, message: damage(), requestId: damage(), [damage()]: damage() };
		const isFailed = /D\w*[05az]%2F/i.test(path);
		const body = JSON.stringify(isFailed ? failed : answerTo(path, damage));
		await write(socket, response(body));
	};
	const texts = Array.from({ length: rows }, () => textsOf(damage))
		.flat()
		.slice(0, rows);
	const account = { token: TOKEN, region: 'custom', baseUrl: `${api.url}/${(codes += 1)}` };
	const options = { maxRetries: 0, includeInputFields: true, addCost: true };
	return await engine.run(
		{
			nodes: [
				{ name: 'Rows', type: 'n8n-nodes-base.manualTrigger' },
				{
					name: NODE,
					type: 'n8n-nodes-justoneapi.justOneApi',
					parameters: { ...parameters, simplify: false, options },
					credentials: { justOneApi: { id: 'c1', name: 'Just One API' } },
					...node,
				},
			],
			connections: { Rows: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		},
		{
			items: texts.map((text) => ({
				json: { text, title: damage(), [`key${damage()}`]: { [damage()]: [damage()] } },
			})),
			credentials: { c1: { type: 'justOneApi', data: account } },
		},
	);
}
