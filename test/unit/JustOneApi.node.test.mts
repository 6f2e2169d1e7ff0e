import { JustOneApi } from '../../nodes/JustOneApi/JustOneApi.node.ts';

const node = new JustOneApi();

describe('The node', () => {
	it.each(['execute', 'supplyData', 'methods', 'poll', 'trigger', 'webhook'])('has no %s', (name) => {
		expect(name in node).toBe(false);
	});

	it('asks for its credential, so that the editor checks it', () => {
		expect(node.description.credentials).toEqual([{ name: 'justOneApi', required: true }]);
	});

	it('has no hidden parameter', () => {
		expect(node.description.properties.filter(({ type }) => type === 'hidden')).toEqual([]);
	});
});

describe('Its custom operations', () => {
	it('are those that the description names', () => {
		const names = Object.entries(node.customOperations).flatMap(([resource, operations]) =>
			Object.keys(operations).map((operation) => `${resource}.${operation}`),
		);
		const described = node.description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options = [] }) =>
				options.map((option) => `${displayOptions?.show?.resource}.${'value' in option ? option.value : ''}`),
			);
		expect(names.sort()).toEqual(described.sort());
		expect(names).toContain('shareLink.resolve');
	});

	it('are found by no other word', () => {
		for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
			expect(node.customOperations[word]).toBeUndefined();
			expect(node.customOperations.shareLink[word]).toBeUndefined();
		}
	});
});
