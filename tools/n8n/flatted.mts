/** The form in which n8n stores and sends run data: a JSON array whose strings, where they are values, point into it. */
export function parseFlatted(text: string): unknown {
	const parts = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	/** In a container a string is always an index; a string itself stands only at the top of the array. */
	function at(index: number): unknown {
		if (revived.has(index)) return revived.get(index);
		const part = parts[index];
		if (typeof part !== 'object' || part === null) return part;
		const copy: Record<string, unknown> | unknown[] = Array.isArray(part) ? [] : {};
		revived.set(index, copy);
		for (const [key, value] of Object.entries(part)) {
			Object.assign(copy, { [key]: typeof value === 'string' ? at(Number(value)) : value });
		}
		return copy;
	}
	return at(0);
}
