import { keyOf } from '../../../nodes/JustOneApi/n8n/highlight.ts';

describe('The name of a highlighted line', () => {
	it.each([
		['Resolve', 'cost_Resolve'],
		['Just One API', 'cost_Just_One_API'],
		['解析抖音', 'cost_解析抖音'],
	])('is that of the node: %s', (name, key) => {
		expect(keyOf(name)).toBe(key);
	});

	it('is made of what n8n takes, 50 characters at most', () => {
		for (const name of ['a.b', '<b>', '😀', 'x'.repeat(60), '令'.repeat(80), 'q😀'.repeat(40), '', '"']) {
			expect(keyOf(name)).toMatch(/^cost_[\p{L}\p{N}\p{M}_]*$/u);
			expect(keyOf(name).length).toBeLessThanOrEqual(50);
		}
	});

	it('is one for each node', () => {
		const long = 'x'.repeat(60);
		const names = ['A B', 'A_B', 'A.B', 'A-B', 'A&B', '😀', '😁', long, `${long}y`, '<b>', '"b"', 'b'];
		expect(new Set(names.map(keyOf)).size).toBe(names.length);
	});
});
