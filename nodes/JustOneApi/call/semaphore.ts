interface Waiter {
	signal: AbortSignal;
	grant(): void;
	reject(reason: unknown): void;
}

/** Permits that callers take and give back: urgent callers first, then first come, first served. How many there are may change. */
export class Semaphore {
	private limit: number;

	private taken = 0;

	/** Urgent callers, and the others. */
	private readonly waiters: readonly [Set<Waiter>, Set<Waiter>] = [new Set(), new Set()];

	private readonly watched = new WeakSet<AbortSignal>();

	/** @param limit permits at once; may be Infinity */
	constructor(limit: number) {
		this.limit = limit;
	}

	/** Permits that are out. */
	get inUse(): number {
		return this.taken;
	}

	/** Callers that wait for a permit. */
	get waiting(): number {
		return this.waiters[0].size + this.waiters[1].size;
	}

	/** Takes a permit where one is free and no caller waits. */
	tryAcquire(): boolean {
		if (this.taken >= this.limit || this.waiting > 0) return false;
		this.taken += 1;
		return true;
	}

	/**
	 * Resolves with a permit, to be given back by `release`.
	 *
	 * @param isUrgent goes before callers that are not
	 * @throws the signal's reason, once it is aborted before a permit came free
	 */
	async acquire(signal: AbortSignal, isUrgent = false): Promise<void> {
		signal.throwIfAborted();
		if (this.tryAcquire()) return;
		this.watch(signal);
		await new Promise<void>((grant, reject) => {
			this.waiters[isUrgent ? 0 : 1].add({ signal, grant, reject });
		});
	}

	release(): void {
		this.taken -= 1;
		this.grant();
	}

	/** Does some work with a permit of its own. */
	async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
		await this.acquire(signal);
		try {
			return await work();
		} finally {
			this.release();
		}
	}

	/** Changes how many permits there are. Fewer than are out: none is granted until enough came back. */
	setLimit(limit: number): void {
		this.limit = limit;
		this.grant();
	}

	/** Rejects all callers that wait, with this reason. */
	rejectAll(reason: unknown): void {
		this.reject(reason, () => true);
	}

	private grant(): void {
		for (const waiters of this.waiters) {
			for (const waiter of waiters) {
				if (this.taken >= this.limit) return;
				waiters.delete(waiter);
				this.taken += 1;
				waiter.grant();
			}
		}
	}

	private reject(reason: unknown, isMeant: (waiter: Waiter) => boolean): void {
		for (const waiters of this.waiters) {
			for (const waiter of waiters) {
				if (!isMeant(waiter)) continue;
				waiters.delete(waiter);
				waiter.reject(reason);
			}
		}
	}

	/** One listener for all that wait with the same signal: a run has thousands. */
	private watch(signal: AbortSignal): void {
		if (this.watched.has(signal)) return;
		this.watched.add(signal);
		const rejectTheirs = () => this.reject(signal.reason, (waiter) => waiter.signal === signal);
		signal.addEventListener('abort', rejectTheirs, { once: true });
	}
}
