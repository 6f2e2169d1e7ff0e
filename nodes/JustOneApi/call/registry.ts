/** Values by key. Those in use stay; of the others a number that were used last. All operations take constant time. */
export class Registry<Value> {
	private readonly inUse = new Map<string, { value: Value; users: number }>();

	/** The one used last at the end. */
	private readonly idle = new Map<string, Value>();

	private readonly make: () => Value;

	private readonly mostIdle: number;

	/** @param mostIdle values that are kept without a user */
	constructor(make: () => Value, mostIdle: number) {
		this.make = make;
		this.mostIdle = mostIdle;
	}

	/** The value of a key, in use until `release`. */
	acquire(key: string): Value {
		let entry = this.inUse.get(key);
		if (!entry) {
			entry = { value: this.idle.get(key) ?? this.make(), users: 0 };
			this.idle.delete(key);
			this.inUse.set(key, entry);
		}
		entry.users += 1;
		return entry.value;
	}

	release(key: string): void {
		const entry = this.inUse.get(key);
		if (!entry) return;
		entry.users -= 1;
		if (entry.users > 0) return;
		this.inUse.delete(key);
		this.idle.set(key, entry.value);
		if (this.idle.size > this.mostIdle) this.idle.delete(this.idle.keys().next().value as string);
	}

	/** Those in use. */
	*used(): Iterable<Value> {
		for (const { value } of this.inUse.values()) yield value;
	}
}
