import { readFileSync } from 'node:fs';

import { PACE_INVARIANTS, RUN_INVARIANTS } from './invariants.mts';

describe('docs/pace.md', () => {
	const text = readFileSync('docs/pace.md', 'utf8');

	it.each(Object.values({ ...RUN_INVARIANTS, ...PACE_INVARIANTS }))('states: %s', (invariant) => {
		expect(text).toContain(`- ${invariant}\n`);
	});

	it('states no other', () => {
		const stated = /## What always holds\n([\s\S]*?)\n## /.exec(text)?.[1].match(/^- /gm) ?? [];
		expect(stated).toHaveLength(Object.keys({ ...RUN_INVARIANTS, ...PACE_INVARIANTS }).length);
	});
});
