/** At most `limit` calls at once, first come, first served. */
export class Slots {
	private readonly waiting: Array<(granted: boolean) => void> = [];

	private taken = 0;

	private closed = false;

	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}

	/** @returns whether a slot was granted; false once closed. A granted slot must be given back. */
	async take(): Promise<boolean> {
		if (this.closed) return false;
		if (this.taken < this.limit) {
			this.taken += 1;
			return true;
		}
		return await new Promise((resolve) => {
			this.waiting.push(resolve);
		});
	}

	giveBack(): void {
		const next = this.waiting.shift();
		if (next) next(true);
		else this.taken -= 1;
	}

	/** Does some work in a slot of its own. */
	async give<T>(work: () => Promise<T>): Promise<T> {
		const granted = await this.take();
		try {
			return await work();
		} finally {
			if (granted) this.giveBack();
		}
	}

	/** Sends everybody who waits away, now and later. */
	close(): void {
		this.closed = true;
		for (const resolve of this.waiting.splice(0)) resolve(false);
	}
}
