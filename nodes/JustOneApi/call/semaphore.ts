interface Waiter {
	signal: AbortSignal;
	grant(): void;
	reject(reason: unknown): void;
}

/** Permits that callers take and give back, first come, first served. How many there are may change. */
export class Semaphore {
	private limit: number;

	private taken = 0;

	private readonly waiters = new Set<Waiter>();

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
		return this.waiters.size;
	}

	/** Takes a permit where one is free and no caller waits. */
	tryAcquire(): boolean {
		if (this.taken >= this.limit || this.waiters.size > 0) return false;
		this.taken += 1;
		return true;
	}

	/**
	 * Resolves with a permit, to be given back by `release`.
	 *
	 * @throws the signal's reason, once it is aborted before a permit came free
	 */
	async acquire(signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (this.tryAcquire()) return;
		this.watch(signal);
		await new Promise<void>((grant, reject) => {
			this.waiters.add({ signal, grant, reject });
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
		for (const waiter of this.waiters) waiter.reject(reason);
		this.waiters.clear();
	}

	private grant(): void {
		for (const waiter of this.waiters) {
			if (this.taken >= this.limit) return;
			this.waiters.delete(waiter);
			this.taken += 1;
			waiter.grant();
		}
	}

	/** One listener for all that wait with the same signal: a run has thousands. */
	private watch(signal: AbortSignal): void {
		if (this.watched.has(signal)) return;
		this.watched.add(signal);
		const rejectTheirs = () => {
			for (const waiter of this.waiters) {
				if (waiter.signal !== signal) continue;
				this.waiters.delete(waiter);
				waiter.reject(signal.reason);
			}
		};
		signal.addEventListener('abort', rejectTheirs, { once: true });
	}
}
