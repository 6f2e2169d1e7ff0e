/**
 * Sets an entry as the newest of a map that is kept in order of use; where there are more than `most`, the oldest
 * is dropped. For what lives as long as the process.
 */
export function setLru<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
	map.delete(key);
	map.set(key, value);
	if (map.size > most) map.delete(map.keys().next().value as Key);
}
