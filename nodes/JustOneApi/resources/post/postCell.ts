import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { readShareText } from '../../link/shareLink';
import { looksLikeId, readPostId } from './postId';
import type { PostId } from './postId';

/** What a cell holds: an ID, a failure in the place of one, or a text in which only links count. */
export type CellEntry = PostId | Failure | { text: unknown };

/** Blanks, invisible characters, quotes, brackets, list marks, and what stands between the entries of a list. */
const SEPARATORS =
	/(?:[\s\p{Cf}'"’‘“”`,，;；、|【】[\](){}（）「」《》<>*•·#-]|\d{1,3}(?:[.)）、]|[:：]\s)(?!\d))+/uy;
/** What ends the reach of a label; so does the end of a line, unless it is that of a person or the like and none was read. */
const END_OF_LABEL = /[;；}|]/;
/** Labels of what has IDs like a post's: an ID below or within is theirs (`author: { id: … }`). */
const NOT_A_POST =
	/author|user|uid|owner|creator|music|mix|collection|series|challenge|room|作者|用户|博主|音乐|合集|话题|直播/i;
const BARE_ID_LABEL = /^ids?(?![\w])/i;
const LINK =
	/(?:https?:\/\/|(?:[\w-]{1,63}\.){1,5}[a-z]{2,8}\/)[^\s,，;；、|"'’”`【】[\](){}（）「」《》<>]{1,4096}/iy;
const ROUNDED = /\d{1,40}(?:[.,]\d{1,40})?(?:e\+?\d{1,4})?(?![\w.])/iy;
const ID = /\w{3,40}(?:\/?\?p=\d{1,5})?(?![\w.@?&-])/y;
/** Labels of a post's ID; a colon may be missing behind them. */
const POST_LABEL =
	/(?:(?:post|video|aweme|item|note|photo|modal|作品|视频|笔记|帖子)[\s_-]?ids?|bvids?|bv号|ids?)["']?\s{0,8}(?:[:：=]|(?=[\s\d]))/iuy;
const LABEL = /([\p{L}_][\p{L}\p{N}_ -]{0,31})["']?\s{0,8}[:：=]/uy;

/** What a pattern finds at a place in a text. */
function at(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
	pattern.lastIndex = place;
	return pattern.exec(text);
}

const otherLabel = (id: string, label: string): Failure =>
	failureOf('no_post', {
		title: `The ID ${id} is labelled '${label.trim()}', not as one of a post`,
		advice: 'No call was made. Give the ID of the post, or its link.',
	});

/** The entries of a cell that holds nothing but IDs, links, labels and separators; null for any other text. */
function scan(text: string): CellEntry[] | null {
	const entries: CellEntry[] = [];
	let label: string | null = null;
	let isUsed = false;
	for (let place = 0; place < text.length; ) {
		const separators = at(SEPARATORS, text, place)?.[0];
		const isOpen = label !== null && !isUsed && NOT_A_POST.test(label);
		const ends = END_OF_LABEL.test(separators ?? '') || (!isOpen && separators?.includes('\n'));
		if (ends) label = null;
		place += separators?.length ?? 0;
		if (place === text.length) break;
		const link = at(LINK, text, place)?.[0];
		const word = [ROUNDED, ID].map((form) => at(form, text, place)?.[0] ?? '').find(looksLikeId);
		const postLabel = at(POST_LABEL, text, place)?.[0];
		const named = at(LABEL, text, place);
		if (link !== undefined) entries.push({ text: link });
		else if (word !== undefined) {
			const id = readPostId(word);
			if (id !== null) entries.push(label === null ? id : otherLabel(word, label));
			isUsed = true;
		} else if (postLabel !== undefined) {
			if (!isOpen || !BARE_ID_LABEL.test(postLabel)) label = null;
		} else if (named) {
			label = named[1];
			isUsed = false;
		} else return null;
		place += (link ?? word ?? postLabel ?? named?.[0] ?? '').length;
	}
	return entries;
}

const keyOf = (platform: string, id: string | null, part = 1) => `${platform} ${id} ${part}`;

/** Each post once: an ID beside its own link is that link. */
function withoutRepeats(entries: readonly CellEntry[]): CellEntry[] {
	const texts = new Set(entries.flatMap((entry) => ('text' in entry ? [entry.text] : [])));
	const links = [...texts].flatMap((text) => (typeof text === 'string' ? readShareText(text).links : []));
	const seen = new Set(
		links.map(({ platform, target }) => keyOf(platform.name, target?.contentId ?? null, target?.part)),
	);
	return entries.filter((entry) => {
		if ('text' in entry) return texts.delete(entry.text);
		if ('ok' in entry) return true;
		const key = keyOf(entry.platform, entry.id, entry.part);
		return !seen.has(key) && seen.add(key);
	});
}

const isScalar = (value: unknown) => ['string', 'number', 'bigint'].includes(typeof value);

function entriesOf(value: unknown): CellEntry[] {
	if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
		return [failureOf('rounded_id')];
	const entries = typeof value === 'string' || typeof value === 'bigint' ? scan(String(value)) : null;
	return entries ?? [{ text: value }];
}

/**
 * Reads a cell in which a post may be named by its ID. Where it is nothing but IDs, links, labels and separators, each of
 * them is an entry, in order, and each post once; in any other text only links count, so that no number in a caption is
 * paid for. Linear in the cell's length.
 *
 * @param value whatever a person mapped: a text, a number, a list of them, or a whole row
 */
export function readPostCell(value: unknown): CellEntry[] {
	const isList = Array.isArray(value) && value.every(isScalar);
	const entries = isList ? value.filter((entry) => entry !== '').flatMap(entriesOf) : entriesOf(value);
	return entries.every((entry) => 'text' in entry) ? [{ text: value }] : withoutRepeats(entries);
}
