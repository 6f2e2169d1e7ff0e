const NUL = '\0';
/** In a pattern of code points, half a surrogate pair. */
const LONE_SURROGATE = /\p{Cs}/u;

const isDamaged = (text: string) => text.includes(NUL) || LONE_SURROGATE.test(text);
const mendText = (text: string) => text.replaceAll(NUL, '').replace(/\p{Cs}/gu, '\uFFFD');

/** Whether a value holds others as JSON writes it: no date, buffer or map. */
function isContainer(value: unknown): value is object {
	if (Array.isArray(value)) return true;
	return Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in (value as object));
}

/**
 * A JSON value that PostgreSQL stores (RFC 8259, 8.2; `jsonb` takes neither a lone surrogate nor NUL): in texts and in keys
 * a lone surrogate becomes U+FFFD, and NUL goes. Where a key then equals another one, the undamaged one stays.
 * Linear, at any depth; cycles stay cycles.
 *
 * @returns the same object where nothing is damaged; else a copy of what holds damage, and the rest as it is
 */
export function wellFormed<T>(value: T): T {
	if (typeof value === 'string') return (isDamaged(value) ? mendText(value) : value) as T;
	if (!isContainer(value)) return value;
	const damaged = new Set<object>();
	const holders = new Map<object, object[]>([[value, []]]);
	// Both loops also visit what is added on the way.
	for (const node of holders.keys()) {
		for (const [key, inner] of Object.entries(node) as Array<[string, unknown]>) {
			if (isDamaged(key) || (typeof inner === 'string' && isDamaged(inner))) damaged.add(node);
			if (!isContainer(inner)) continue;
			const known = holders.get(inner);
			if (known) known.push(node);
			else holders.set(inner, [node]);
		}
	}
	if (damaged.size === 0) return value;
	for (const node of damaged) holders.get(node)?.forEach((holder) => damaged.add(holder));
	const copies = new Map<unknown, object>();
	for (const node of damaged) copies.set(node, Array.isArray(node) ? new Array(node.length) : {});
	for (const node of damaged) {
		for (const [key, inner] of Object.entries(node) as Array<[string, unknown]>) {
			const name = mendText(key);
			if (name !== key && Object.hasOwn(node, name)) continue;
			const mended = typeof inner === 'string' ? mendText(inner) : (copies.get(inner) ?? inner);
			// Unlike an assignment, it takes `__proto__` for a key.
			Object.defineProperty(copies.get(node), name, {
				value: mended,
				enumerable: true,
				writable: true,
				configurable: true,
			});
		}
	}
	return copies.get(value) as T;
}

/** `text.slice(start, end)`, one unit shorter where it would end within a character. */
export function sliceWhole(text: string, start: number, end: number): string {
	const isWithin = (text.codePointAt(end - 1) ?? 0) > 0xffff;
	return text.slice(start, isWithin ? end - 1 : end);
}
