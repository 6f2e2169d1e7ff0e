import { Accounts, AccountState } from '../../../nodes/JustOneApi/call/accountState.ts';
import { play, SUCCESS } from '../../../tools/simulate/play.mts';
import type { SeenCall } from '../../../tools/simulate/play.mts';

describe('Accounts', () => {
	it('without a call are remembered up to a hundred, and the one that was used least recently goes', () => {
		const accounts = new Accounts();
		const use = (key: string) => {
			const account = accounts.acquire(key);
			accounts.release(key);
			return account;
		};
		const first = use('first');
		const second = use('second');
		for (let other = 0; other < 98; other += 1) use(`${other}`);
		expect(use('first')).toBe(first);
		use('one more');
		expect(use('first')).toBe(first);
		expect(use('second')).not.toBe(second);
	});

	it('in use lose nothing, however many there are', () => {
		const accounts = new Accounts();
		const first = accounts.acquire('first');
		accounts.acquire('first');
		for (let other = 0; other < 300; other += 1) accounts.acquire(`${other}`);
		accounts.release('first');
		for (let other = 0; other < 300; other += 1) accounts.release(`${other}`);
		expect(accounts.acquire('first')).toBe(first);
	});
});

it('An account has a state for each endpoint, always the same', () => {
	const account = new AccountState();
	expect(account.endpoint('/a')).toBe(account.endpoint('/a'));
	expect(account.endpoint('/b')).not.toBe(account.endpoint('/a'));
});

describe('The calls in flight', () => {
	/** How many permits can be taken at once. */
	function permits({ inFlight }: AccountState): number {
		const before = inFlight.inUse;
		const free = new AbortController();
		for (let call = 0; call < 200; call += 1) inFlight.acquire(free.signal).catch(() => {});
		free.abort();
		const taken = inFlight.inUse - before;
		for (let call = 0; call < taken; call += 1) inFlight.release();
		return taken;
	}

	it('keep to the largest ceiling of the runs that have calls, and to what the account has found', () => {
		const account = new AccountState();
		expect(permits(account)).toBe(0);
		account.countCall(3, 1);
		account.countCall(7, 1);
		account.countCall(7, 1);
		expect(permits(account)).toBe(7);
		account.countCall(7, -1);
		expect(permits(account)).toBe(7);
		account.countCall(7, -1);
		expect(permits(account)).toBe(3);
		account.countCall(100, 1);
		expect(permits(account)).toBe(10);
		account.concurrency.onThrottled();
		account.applyLimit();
		expect(permits(account)).toBe(100);
		account.countCall(100, -1);
		account.countCall(3, -1);
		expect(permits(account)).toBe(0);
	});

	const mostAtOnce = (calls: readonly SeenCall[]) =>
		Math.max(...calls.map(({ at }) => calls.filter((call) => call.at <= at && call.answeredAt > at).length));

	it('of each run keep to its own ceiling, and of all together to the largest', async () => {
		const ceilings = [3, 20, 7];
		const plans = ceilings.map((maxConcurrentRequests, run) => ({
			rows: 200,
			settings: { maxConcurrentRequests },
			startsAt: 70 * run,
		}));
		const { calls } = await play(plans, () => ({ latency: 100, reply: SUCCESS }), 1);
		expect(mostAtOnce(calls)).toBe(20);
		for (const [run, ceiling] of ceilings.entries()) {
			expect(mostAtOnce(calls.filter((call) => call.run === run))).toBe(ceiling);
		}
	});

	it('grow beyond ten while nothing is refused, up to a hundred', async () => {
		const { calls } = await play([{ rows: 1000 }], () => ({ latency: 50, reply: SUCCESS }), 1);
		expect(mostAtOnce(calls.slice(0, 10))).toBe(10);
		expect(mostAtOnce(calls)).toBe(100);
	});
});
