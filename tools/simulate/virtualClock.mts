import type { Clock } from '../../nodes/JustOneApi/call/clock.ts';

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

interface Sleeper {
	at: number;
	order: number;
	wake(): void;
}

const isBefore = (one: Sleeper, other: Sleeper) =>
	one.at < other.at || (one.at === other.at && one.order < other.order);

/** A clock whose time passes from one sleeper to the next, as soon as all promises have settled: hours take seconds. */
export class VirtualClock implements Clock {
	readonly random: () => number;

	protected time = 0;

	private order = 0;

	/** A binary heap, the earliest first. */
	private readonly sleepers: Sleeper[] = [];

	constructor(seed: number) {
		this.random = randomFrom(seed);
	}

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		await new Promise<void>((wake) => {
			// As with Node's timers, a sleep takes at least a millisecond.
			this.push({ at: this.time + Math.max(1, Math.ceil(ms)), order: this.order++, wake });
			signal?.addEventListener('abort', () => wake(), { once: true });
		});
	}

	/** Lets time pass until it is over, `deadline` is reached, or nobody sleeps any more. @returns whether it is over */
	async pass(isOver: () => boolean, deadline = Infinity): Promise<boolean> {
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (isOver()) return true;
			const next = this.pop();
			if (!next || next.at > deadline) return false;
			this.time = Math.max(this.time, next.at);
			next.wake();
			// All sleepers of one moment wake before any promise goes on.
			while (this.sleepers[0]?.at <= this.time) this.pop()?.wake();
		}
	}

	private push(sleeper: Sleeper): void {
		const heap = this.sleepers;
		let place = heap.push(sleeper) - 1;
		while (place > 0) {
			const parent = (place - 1) >> 1;
			if (!isBefore(sleeper, heap[parent])) break;
			heap[place] = heap[parent];
			place = parent;
		}
		heap[place] = sleeper;
	}

	private pop(): Sleeper | undefined {
		const heap = this.sleepers;
		const first = heap[0];
		const last = heap.pop();
		if (!last || heap.length === 0) return first;
		let place = 0;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child += 1;
			if (!isBefore(heap[child], last)) break;
			heap[place] = heap[child];
			place = child;
		}
		heap[place] = last;
		return first;
	}
}
