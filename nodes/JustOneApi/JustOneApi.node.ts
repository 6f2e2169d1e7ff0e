import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { requestDefaults } from './n8n/connection';
import { customOperation } from './n8n/customOperation';
import { paginationHook } from './n8n/paginationHook';
import { platformLabels } from './platforms';
import { operations, resourceProperties } from './resources';

/** n8n looks operations up by name: without prototypes no other word finds anything. */
const customOperations: NonNullable<INodeType['customOperations']> = Object.create(null);
for (const [resource, byName] of Object.entries(operations)) {
	customOperations[resource] = Object.create(null);
	for (const [name, operation] of Object.entries(byName)) {
		customOperations[resource][name] = customOperation(operation);
	}
}

export class JustOneApi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Just One API',
		name: 'justOneApi',
		icon: { light: 'file:justOneApi.svg', dark: 'file:justOneApi.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: `Resolve share links of ${platformLabels('and')}, and get posts, comments and authors`,
		defaults: { name: 'Just One API' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// A rule of 'hide' for each key hides by itself: no other resource may have an operation of this name.
		credentials: [
			{ name: 'justOneApi', required: true, displayOptions: { hide: { operation: ['extract'] } } },
		],
		// Base URL and token come from the credential.
		requestDefaults,
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Author', value: 'author' },
					{ name: 'Post', value: 'post' },
					{ name: 'Share Link', value: 'shareLink' },
				],
				default: 'shareLink',
				// Here, because this field is always shown: whatever 'operation' says, no request leaves but through the hook.
				routing: { send: { paginate: true }, operations: { pagination: paginationHook(operations) } },
			},
			...resourceProperties,
		],
	};

	customOperations = customOperations;
}
