/**
 * Sets an entry as the newest of a map that is kept in order of age; where there are more than `most`, the oldest
 * gives way. For what lives as long as the process.
 */
export function setNewest<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
	map.delete(key);
	map.set(key, value);
	if (map.size > most) map.delete(map.keys().next().value as string);
}
