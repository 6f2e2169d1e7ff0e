/** Polling and trying again, without asserting any time. */
import { retry, until } from '../../../tools/wait.mts';

const FAST = { seconds: 30, pauseMs: 0 };

it('until gives what was seen first, be it after many looks', async () => {
	const seen = [undefined, null, false, 'there', 'later'] as const;
	let looks = 0;
	expect(await until('it is there', () => seen[looks++], FAST)).toBe('there');
	expect(looks).toBe(4);
});

it('zero and an empty text are things to see', async () => {
	expect(await until('a number', () => 0, FAST)).toBe(0);
	expect(await until('a text', () => '', FAST)).toBe('');
});

it('until gives up with what is known at the end, and with what a look throws', async () => {
	let looks = 0;
	const look = () => {
		looks += 1;
		return false;
	};
	const waiting = until(() => `${looks} looks`, look, { seconds: 0, pauseMs: 1 });
	await expect(waiting).rejects.toThrow(/^Not after 0 s: [12] looks$/);
	await expect(
		until('never', () => {
			throw new Error('broken');
		}),
	).rejects.toThrow('broken');
});

it('retry tries as often as it may, and throws the last failure', async () => {
	let attempts = 0;
	const failing = async () => {
		attempts += 1;
		throw new Error(`attempt ${attempts}`);
	};
	await expect(retry(failing, 3, 0)).rejects.toThrow('attempt 3');
	await expect(retry(failing, 1, 0)).rejects.toThrow('attempt 4');
	const second = async () => (attempts++ < 5 ? await failing() : 'done');
	expect(await retry(second, 5, 0)).toBe('done');
});
