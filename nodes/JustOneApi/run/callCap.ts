/** Where the count of an execution lives: in the execution's own data, so that it survives a Wait on another worker. */
export interface CallCount {
	/** Calls that were billed or may have been. */
	billedCalls?: number;
}

/**
 * At most so many billed calls for a node in an execution (the option "Max Billed Calls"). A call under way holds a
 * place, and gives it back if it was free.
 */
export class CallCap {
	private held = 0;

	private waiters: Array<() => void> = [];

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

	/** Resolves when places came free or were used up: only where calls under way hold some. */
	async change(): Promise<void> {
		await new Promise<void>((resolve) => this.waiters.push(resolve));
	}

	/** A call was billed, or may have been. */
	use(): void {
		this.count.billedCalls = this.used + 1;
	}

	/** Gives places back. */
	release(places: number): void {
		this.held -= places;
		const waiters = this.waiters;
		this.waiters = [];
		for (const wake of waiters) wake();
	}
}
