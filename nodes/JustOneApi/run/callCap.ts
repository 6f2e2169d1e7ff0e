/** Where the count of an execution lives: in the execution's own data, so that it survives a Wait on another worker. */
export interface CallCount {
	/** Calls that were billed or may have been. */
	billedCalls?: number;
}

/** Work that waits for places. */
interface Waiter {
	limit: number;
	places: number;
	wake(): void;
}

/**
 * At most so many billed calls for a node in an execution (the option "Max Billed Calls"). A call under way holds a
 * place, and gives it back if it was free.
 */
export class CallCap {
	private held = 0;

	private waiters: Waiter[] = [];

	private count: CallCount;

	constructor(count: CallCount) {
		this.count = count;
	}

	/** Counts on in another place, from the higher count: an execution that waited comes back with its data read anew. */
	countIn(count: CallCount): void {
		const { used } = this;
		this.count = count;
		if (used > this.used) count.billedCalls = used;
	}

	/** Calls that were billed or may have been. */
	get used(): number {
		const used = Number(this.count.billedCalls ?? 0);
		return Number.isFinite(used) ? used : 0;
	}

	/** Whether so many places can never be had. */
	isBeyond(limit: number, places: number): boolean {
		return this.used + places > limit;
	}

	/** @returns whether the places are held now; false where calls under way hold them */
	hold(limit: number, places: number): boolean {
		if (this.used + this.held + places > limit) return false;
		this.held += places;
		return true;
	}

	/**
	 * Does work while it holds places.
	 *
	 * @param needed how many it needs now, asked anew whenever places came free
	 * @param work gets the places that it holds; null where it turns out to need more, and begins again
	 * @returns null where the places can never be had
	 */
	async run<T extends object>(
		limit: number,
		needed: () => Promise<number>,
		work: (places: number) => Promise<T | null>,
	): Promise<T | null> {
		for (;;) {
			let held = 0;
			let change: Promise<void>;
			try {
				const places = await needed();
				if (places > 0 && this.isBeyond(limit, places)) return null;
				if (places === 0 || this.hold(limit, places)) {
					held = places;
					const result = await work(places);
					if (result !== null) return result;
					continue;
				}
				change = this.change(limit, places);
			} finally {
				// Also where it took none: another may have been left waiting for it.
				this.release(held);
			}
			await change;
		}
	}

	/** Resolves when so many places came free, or can never be had: only where calls under way hold some. */
	async change(limit: number, places: number): Promise<void> {
		await new Promise<void>((wake) => this.waiters.push({ limit, places, wake }));
	}

	/** A call was billed, or may have been. */
	use(): void {
		this.count.billedCalls = this.used + 1;
	}

	/** Gives places back. Wakes only whom it helps: thousands may wait, and each asks anew what it needs. */
	release(places: number): void {
		this.held -= places;
		let taken = this.used + this.held;
		this.waiters = this.waiters.filter((waiter) => {
			const fits = taken + waiter.places <= waiter.limit;
			if (!fits && !this.isBeyond(waiter.limit, waiter.places)) return true;
			if (fits) taken += waiter.places;
			waiter.wake();
			return false;
		});
	}
}
