import { Semaphore } from '../../../nodes/JustOneApi/call/semaphore.ts';

const settle = async () => await new Promise(setImmediate);
const free = new AbortController().signal;

/** Takes a permit, and notes by name when it is granted or refused. */
function taker(semaphore: Semaphore, log: string[], signal = free) {
	return (name: string) => {
		void semaphore.acquire(signal).then(
			() => log.push(name),
			(reason) => log.push(`${name} ${reason}`),
		);
	};
}

it.each([1, 2, 5])('At most %i are granted at once, first come, first served', async (limit) => {
	const semaphore = new Semaphore(limit);
	const log: string[] = [];
	'abcdefg'.split('').forEach(taker(semaphore, log));
	await settle();
	expect(log.join('')).toBe('abcdefg'.slice(0, limit));
	semaphore.release();
	await settle();
	expect(log.join('')).toBe('abcdefg'.slice(0, limit + 1));
	expect(semaphore.waiting).toBe(6 - limit);
});

it('The limit may rise, and fall below what is out', async () => {
	const semaphore = new Semaphore(1);
	const log: string[] = [];
	'abcde'.split('').forEach(taker(semaphore, log));
	semaphore.setLimit(3);
	await settle();
	expect(log.join('')).toBe('abc');
	semaphore.setLimit(1);
	semaphore.release();
	semaphore.release();
	await settle();
	expect([log.join(''), semaphore.inUse]).toEqual(['abc', 1]);
	semaphore.release();
	await settle();
	expect(log.join('')).toBe('abcd');
});

it('An abort rejects those that wait with its signal, and nobody else', async () => {
	const semaphore = new Semaphore(1);
	const run = new AbortController();
	const log: string[] = [];
	taker(semaphore, log)('a');
	taker(semaphore, log, run.signal)('b');
	taker(semaphore, log)('c');
	taker(semaphore, log, run.signal)('d');
	run.abort('over');
	taker(semaphore, log, run.signal)('e');
	semaphore.release();
	await settle();
	expect(log.sort()).toEqual(['a', 'b over', 'c', 'd over', 'e over']);
	expect(semaphore.inUse).toBe(1);
});

it('All that wait can be rejected at once', async () => {
	const semaphore = new Semaphore(0);
	const log: string[] = [];
	'ab'.split('').forEach(taker(semaphore, log));
	semaphore.rejectAll('none');
	await settle();
	expect([log, semaphore.waiting]).toEqual([['a none', 'b none'], 0]);
});
