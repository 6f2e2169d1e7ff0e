/** Deliveries that are remembered: what a rate of 200 a second delivers in a window. */
const MOST = 200;
/** The rate is that of this window, in ms, or of so many deliveries where fewer are in it. */
const WINDOW = 1000;
const FEWEST = 10;

/** The moments of the last deliveries, in a ring of constant size, and the rate that they make. */
export class Deliveries {
	private readonly moments: number[] = [];

	/** Of all that were added, the first one that still counts. */
	private first = 0;

	private added = 0;

	/** @param now ms; not before the last one */
	add(now: number): void {
		this.moments[this.added % MOST] = now;
		this.added += 1;
		this.first = Math.max(this.first, this.added - MOST);
	}

	/**
	 * Deliveries per second.
	 *
	 * @param shortest a shorter burst counts as one of this length, in ms
	 */
	rate(now: number, shortest: number): number {
		while (this.added - this.first > FEWEST && this.moments[this.first % MOST] <= now - WINDOW)
			this.first += 1;
		const count = this.added - this.first;
		return count === 0 ? 0 : (count * 1000) / Math.max(shortest, now - this.moments[this.first % MOST]);
	}
}
