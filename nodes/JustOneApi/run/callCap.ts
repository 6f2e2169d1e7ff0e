/** Permits that wait to be granted. */
interface Waiter {
	reservation: Reservation;
	permits: number;
	resolve(granted: boolean): void;
}

/** A bound on the billed calls of a node in an execution (the option "Max Billed Calls"), shared by its runs. */
export class CallCap {
	private readonly usedCalls: () => number;

	private reserved = 0;

	private waiters: Waiter[] = [];

	/** @param usedCalls how many calls were billed so far, or may have been */
	constructor(usedCalls: () => number) {
		this.usedCalls = usedCalls;
	}

	/** @param limit calls, at most; Infinity for no bound */
	reservation(limit: number): Reservation {
		return new Reservation(this, limit);
	}

	/** Calls that the limit leaves, whatever is reserved. */
	left(limit: number): number {
		return limit - this.usedCalls();
	}

	/** @returns whether the permits are reserved now; false where others hold them, or they were used */
	tryReserve(limit: number, permits: number): boolean {
		if (permits > this.left(limit) - this.reserved) return false;
		this.reserved += permits;
		return true;
	}

	/** @returns whether the permits were granted; false as soon as they can never be had */
	async wait(reservation: Reservation, permits: number): Promise<boolean> {
		if (permits > this.left(reservation.limit)) return false;
		return await new Promise((resolve) => this.waiters.push({ reservation, permits, resolve }));
	}

	/** Takes reserved permits back, and grants them to those that wait. */
	release(permits: number): void {
		this.reserved -= permits;
		if (this.waiters.length === 0) return;
		this.waiters = this.waiters.filter(({ reservation, permits: needed, resolve }) => {
			if (reservation.isClosed || needed > this.left(reservation.limit)) resolve(false);
			else if (reservation.tryExtend(needed)) resolve(true);
			else return true;
			return false;
		});
	}
}

/** The permits of one plan: reserved before a call leaves, used up by those that are billed or may be. */
export class Reservation {
	private readonly cap: CallCap;

	readonly limit: number;

	private held = 0;

	/** The plan is at its end: nothing is granted any more. */
	isClosed = false;

	constructor(cap: CallCap, limit: number) {
		this.cap = cap;
		this.limit = limit;
	}

	/** Holds this many permits, no more and no fewer. @returns false, and unchanged, where they are not free now */
	tryReach(permits: number): boolean {
		if (permits > this.held) return this.tryExtend(permits - this.held);
		this.give(this.held - permits);
		return true;
	}

	/** Holds more permits. @returns false, and unchanged, where they are not free now */
	tryExtend(permits: number): boolean {
		if (!this.cap.tryReserve(this.limit, permits)) return false;
		this.held += permits;
		return true;
	}

	/**
	 * Waits for this many permits while reservations under way may still give some back. Holds none meanwhile, so that two
	 * plans never wait for each other.
	 *
	 * @returns whether they are held now; false where they can never be had
	 */
	async reach(permits: number): Promise<boolean> {
		this.release();
		return await this.cap.wait(this, permits);
	}

	/** So many calls were billed or may have been, and count as used from now on. */
	use(calls: number): void {
		this.give(Math.min(calls, this.held));
	}

	release(): void {
		this.give(this.held);
	}

	close(): void {
		this.isClosed = true;
		this.release();
	}

	private give(permits: number): void {
		if (permits === 0) return;
		this.held -= permits;
		this.cap.release(permits);
	}
}
