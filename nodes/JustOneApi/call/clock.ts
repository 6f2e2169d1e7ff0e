/** Time and chance, from outside: the tests run the same code on a virtual clock. */
export interface Clock {
	/** ms; never goes back. */
	now(): number;
	/** Resolves after `ms`, or as soon as the signal aborts; never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** 0 to 1. */
	random(): number;
}
