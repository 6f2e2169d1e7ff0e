import type { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialType,
	INodeProperties,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';

import type { Runtime } from './runtime.mts';

/**
 * The node and credential types of the loaded package, its tool variants, and the stand-ins.
 * Mirrors n8n/dist/node-types.js, n8n/dist/credential-types.js and n8n/dist/load-nodes-and-credentials.js.
 */
export class NodeTypes implements INodeTypes {
	private readonly runtime: Runtime;
	private readonly loader: PackageDirectoryLoader;
	private readonly standIns: Record<string, INodeType>;
	private readonly tools = new Map<string, INodeType>();

	constructor(runtime: Runtime, loader: PackageDirectoryLoader, standIns: Record<string, INodeType>) {
		this.runtime = runtime;
		this.loader = loader;
		this.standIns = standIns;
		for (const { type } of Object.values(loader.credentialTypes)) {
			type.properties = runtime.workflow.injectDomainRestrictionFields(type);
		}
	}

	getKnownTypes() {
		return {};
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		if (name in this.standIns) return this.standIns[name];
		const [packageName, nodeName] = name.split('.');
		if (packageName !== this.loader.packageName) {
			throw new this.runtime.core.UnrecognizedNodeTypeError(packageName, nodeName);
		}
		return this.loader.getNode(nodeName).type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		const isTool = name.endsWith('Tool') && !this.recognizes(name);
		const baseName = isTool ? name.replace(/Tool$/, '') : name;
		const nodeType = this.runtime.workflow.NodeHelpers.getVersionedNodeType(
			this.getByName(baseName),
			version,
		);
		if (isDeclarative(nodeType)) this.addRoutingExecute(nodeType);
		return isTool ? this.getTool(`${name}?version=${version ?? 'default'}`, nodeType, baseName) : nodeType;
	}

	getCredentialType(name: string): ICredentialType {
		return this.loader.getCredential(name).type;
	}

	recognizesCredential(name: string): boolean {
		return name in this.loader.known.credentials;
	}

	getCredentialParents(name: string): string[] {
		const parents = this.loader.known.credentials[name]?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getCredentialParents(parent)]);
	}

	/** Node types that list the credential; as in n8n, the tool variant of a node counts as one of them. */
	getSupportedNodes(credentialType: string): string[] {
		const nodes = this.loader.known.credentials[credentialType]?.supportedNodes ?? [];
		return nodes.map((node) => `${this.loader.packageName}.${node}`).flatMap((node) => [node, `${node}Tool`]);
	}

	private recognizes(name: string): boolean {
		const [packageName, nodeName] = name.split('.');
		return (
			name in this.standIns ||
			(packageName === this.loader.packageName && nodeName in this.loader.known.nodes)
		);
	}

	private addRoutingExecute(nodeType: INodeType): void {
		const { RoutingNode } = this.runtime.core;
		nodeType.execute = async function () {
			const context = this as unknown as ConstructorParameters<typeof RoutingNode>[0];
			return (await new RoutingNode(context, nodeType).runNode()) ?? [];
		};
	}

	private getTool(key: string, nodeType: INodeType, baseName: string): INodeType {
		let tool = this.tools.get(key);
		if (!tool) {
			if (!nodeType.description.usableAsTool) {
				throw new this.runtime.workflow.UserError('Node cannot be used as a tool', {
					extra: { nodeType: baseName },
				});
			}
			tool = convertToTool(nodeType);
			this.tools.set(key, tool);
		}
		return tool;
	}
}

/** Mirrors shouldAssignExecuteMethod in n8n/dist/utils.js. */
function isDeclarative({
	description,
	execute,
	supplyData,
	poll,
	trigger,
	webhook,
	methods,
}: INodeType): boolean {
	const hasDefaults = description.requestDefaults !== undefined;
	return (
		!execute && !supplyData && !poll && !trigger && (!webhook || hasDefaults) && (!methods || hasDefaults)
	);
}

/**
 * Mirrors convertNodeToAiTool in n8n/dist/tool-generation/ai-tools.js (the codex part aside, which only the editor
 * reads). As in n8n, the variant inherits everything else, `execute` included, from the node itself.
 */
function convertToTool(nodeType: INodeType): INodeType {
	const original = nodeType.description;
	const properties = [...original.properties];
	if (!properties.some(({ name }) => name === 'toolDescription')) {
		const afterCallouts = properties.findLastIndex(({ type }) => type === 'callout') + 1;
		properties.splice(afterCallouts, 0, ...describingProperties(original.description, properties));
	}
	const description = {
		...original,
		name: `${original.name}Tool`,
		displayName: `${original.displayName} Tool`,
		inputs: [],
		outputs: ['ai_tool' as const],
		usableAsTool: undefined,
		properties,
	};
	return Object.create(nodeType, { description: { value: description } }) as INodeType;
}

function describingProperties(description: string, properties: INodeProperties[]): INodeProperties[] {
	const text: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: description,
		required: true,
	};
	if (!properties.some(({ name }) => name === 'resource' || name === 'operation')) return [text];
	const choice: INodeProperties = {
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	};
	return [choice, { ...text, displayOptions: { show: { descriptionType: ['manual'] } } }];
}
