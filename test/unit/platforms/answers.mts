/** The sandbox's answers, read as the node reads them. */
import { readFileSync } from 'node:fs';

import { readEnvelope } from '../../../nodes/JustOneApi/call/envelope.ts';
import { platformNamed } from '../../../nodes/JustOneApi/platforms/index.ts';
import type { PostFields } from '../../../nodes/JustOneApi/platforms/post.ts';
import type { PlatformName } from '../../../nodes/JustOneApi/platforms/platform.ts';

/** Each answer about a post, with its platform and the post's ID. */
export const ANSWERS: ReadonlyArray<readonly [name: string, platform: PlatformName, id: string]> = [
	['douyin-video-detail', 'douyin', '7641186371542041559'],
	['douyin-image-post-detail', 'douyin', '7668669253520763673'],
	['kuaishou-video-detail', 'kuaishou', '3xq7mdwz5kfuhe4'],
	['kuaishou-image-post-detail', 'kuaishou', '3xm4c8tyw2kdb6e'],
	['bilibili-video-detail', 'bilibili', 'BV1UQQgBFEub'],
	['xiaohongshu-note-detail', 'xiaohongshu', '69c349b70000000022019c3e'],
	['xiaohongshu-image-note-detail', 'xiaohongshu', '6a916774000000001e014a48'],
	['xiaohongshu-video-note-detail-v6', 'xiaohongshu', '6a511e8200000000210231d7'],
];

/** JSON data that a test may change at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parsed JSON of a known shape
export type Data = any;

/** The data of an answer, newly read each time. */
export function dataOf(name: string): Data {
	return readEnvelope(readFileSync(`tools/sandbox/answers/${name}.json`, 'utf8'))?.data;
}

/** The fields of an answer after a change; fails where no post is found. */
export function fieldsAfter(name: string, change: (data: Data) => void = () => {}): PostFields {
	const [, platform, id] = ANSWERS.find(([answer]) => answer === name) ?? ['', 'douyin', ''];
	const data = dataOf(name);
	change(data);
	const reading = platformNamed(platform).details.readPost(data, id);
	if (!reading.found) throw new Error(`${name}: ${reading.why}`);
	return reading.fields;
}
