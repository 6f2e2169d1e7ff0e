import { Slots } from '../../../nodes/JustOneApi/call/slots.ts';

/** Takes a slot, and notes by name when it is granted or refused. */
function taker(slots: Slots, log: string[]) {
	return (name: string) => {
		void slots.take().then((granted) => log.push(`${name} ${granted}`));
	};
}

const settle = async () => await new Promise(setImmediate);

it.each([1, 2, 5])('At most %i are granted at once', async (limit) => {
	const slots = new Slots(limit);
	const log: string[] = [];
	'abcdefg'.split('').forEach(taker(slots, log));
	await settle();
	expect(log).toHaveLength(limit);
	slots.giveBack();
	await settle();
	expect(log).toHaveLength(limit + 1);
});

it('First come, first served', async () => {
	const slots = new Slots(1);
	const log: string[] = [];
	'abc'.split('').forEach(taker(slots, log));
	slots.giveBack();
	slots.giveBack();
	await settle();
	expect(log).toEqual(['a true', 'b true', 'c true']);
});

it('A slot that nobody waits for can be taken later', async () => {
	const slots = new Slots(1);
	await expect(slots.take()).resolves.toBe(true);
	slots.giveBack();
	await expect(slots.take()).resolves.toBe(true);
});

it('Closing sends everybody away who waits, and who comes later', async () => {
	const slots = new Slots(1);
	const log: string[] = [];
	'abc'.split('').forEach(taker(slots, log));
	slots.close();
	taker(slots, log)('d');
	await settle();
	expect(log.sort()).toEqual(['a true', 'b false', 'c false', 'd false']);
});

it('A slot that comes back after the end goes to nobody', async () => {
	const slots = new Slots(1);
	await slots.take();
	slots.close();
	slots.giveBack();
	await expect(slots.take()).resolves.toBe(false);
});
