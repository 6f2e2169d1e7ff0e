import type {
	GenericValue,
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { NodeTypes } from './nodeTypes.mts';
import type { Runtime } from './runtime.mts';

/** Saved credentials by id, as the nodes of a workflow refer to them. */
export type CredentialStore = Record<string, { type: string; data: ICredentialDataDecryptedObject }>;

const mockNode: INode = {
	id: 'mock',
	name: '',
	typeVersion: 1,
	type: 'mock',
	position: [0, 0],
	parameters: {},
};
const mockNodeType = { description: { properties: [] } };
const mockNodeTypes = {
	getKnownTypes: () => ({}),
	getByName: () => mockNodeType,
	getByNameAndVersion: () => mockNodeType,
} as unknown as INodeTypes;

/**
 * Mirrors n8n/dist/credentials-helper.js with an in-memory store, without encryption, overwrites, dynamic
 * credentials and anything that only OAuth or expiring tokens need (those methods throw).
 */
export class CredentialsHelper implements ICredentialsHelper {
	private readonly runtime: Runtime;
	private readonly nodeTypes: NodeTypes;
	private readonly store: CredentialStore;

	constructor(runtime: Runtime, nodeTypes: NodeTypes, store: CredentialStore) {
		this.runtime = runtime;
		this.nodeTypes = nodeTypes;
		this.store = store;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		incomingRequestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const requestOptions = incomingRequestOptions as IHttpRequestOptions;
		const { authenticate } = this.nodeTypes.getCredentialType(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);
		if (typeof authenticate !== 'object') return requestOptions;
		if (!workflow || !node) {
			throw new this.runtime.workflow.UnexpectedError(
				'Workflow and node are required for declarative credential authentication',
			);
		}

		requestOptions.headers ??= {};
		if (authenticate.type !== 'generic') return requestOptions;
		const resolve = (value: string) => this.resolveValue(value, credentials, workflow, node);
		const target = requestOptions as unknown as Record<string, Record<string, string>>;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				target[part] ||= {};
				target[part][resolve(key)] = resolve(value);
			}
		}
		return requestOptions;
	}

	private resolveValue(
		value: string,
		credentials: ICredentialDataDecryptedObject,
		workflow: Workflow,
		node: INode,
	) {
		if (!this.runtime.workflow.isExpression(value)) return value;
		const keys = { $credentials: credentials };
		const resolved = workflow.expression.getSimpleParameterValue(
			node,
			value,
			'internal',
			keys,
			undefined,
			'',
		);
		return resolved ? String(resolved) : '';
	}

	async preAuthentication(
		_helpers: IHttpRequestHelper,
		_credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<undefined> {
		const { properties } = this.nodeTypes.getCredentialType(typeName);
		if (properties.some(({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable))
			this.notSupported();
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.find(nodeCredentials, type);
		return raw
			? data
			: await this.applyDefaults(additionalData, data, type, mode, executeData, resolveValues);
	}

	private find({ id, name }: INodeCredentialsDetails, type: string): ICredentialDataDecryptedObject {
		const { UnexpectedError, UserError } = this.runtime.workflow;
		if (!id) {
			throw new UnexpectedError('Found credential with no ID.', {
				extra: { credentialName: name },
				tags: { credentialType: type },
			});
		}
		const credential = this.store[id];
		if (credential?.type !== type) {
			throw new UserError(`Credential with ID "${id}" does not exist for type "${type}".`);
		}
		return structuredClone(credential.data);
	}

	/** Fills in the defaults of the credential type and resolves expressions (applyDefaultsAndOverwrites). */
	async applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const { NodeHelpers, Workflow: WorkflowClass } = this.runtime.workflow;
		const properties = this.getCredentialsProperties(type);
		const data = NodeHelpers.getNodeParameters(
			properties,
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		for (const field of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
			if (data[field] === undefined && stored[field] !== undefined) data[field] = stored[field];
		}
		const keys = this.runtime.core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const parameters = data as INodeParameters;

		if (resolveValues) {
			const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolveValues;
			try {
				return workflow.expression.getParameterValue(
					parameters,
					runExecutionData,
					runIndex,
					itemIndex,
					node.name,
					connectionInputData,
					mode,
					keys,
					executeData,
					false,
					parameters,
				) as ICredentialDataDecryptedObject;
			} catch (error) {
				(error as Error).message += ' [Error resolving credentials]';
				throw error;
			}
		}

		const { expression } = new WorkflowClass({
			nodes: [mockNode],
			connections: {},
			active: false,
			nodeTypes: mockNodeTypes,
		});
		return await expression.withIsolate(async () => {
			const resolved: GenericValue = expression.getComplexParameterValue(
				mockNode,
				parameters,
				mode,
				keys,
				undefined,
				undefined,
				parameters,
			);
			return resolved as ICredentialDataDecryptedObject;
		});
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const { extends: parents, properties } = this.nodeTypes.getCredentialType(type);
		if (parents === undefined) return properties;
		const combined: INodeProperties[] = [];
		const { mergeNodeProperties } = this.runtime.workflow.NodeHelpers;
		for (const parent of parents) mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		mergeNodeProperties(combined, properties);
		return combined;
	}

	getParentTypes(typeName: string): string[] {
		return this.nodeTypes.getCredentialParents(typeName);
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		if (!this.nodeTypes.recognizesCredential(credentialType)) return true;
		const { restrictToSupportedNodes } = this.nodeTypes.getCredentialType(credentialType);
		return !restrictToSupportedNodes || this.nodeTypes.getSupportedNodes(credentialType).includes(nodeType);
	}

	async runPreAuthentication(): Promise<never> {
		return this.notSupported();
	}

	async getCredentials(): Promise<never> {
		return this.notSupported();
	}

	async updateCredentials(): Promise<never> {
		return this.notSupported();
	}

	async updateCredentialsOauthTokenData(): Promise<never> {
		return this.notSupported();
	}

	private notSupported(): never {
		throw new this.runtime.workflow.UnexpectedError('OAuth and expiring tokens are not part of this engine');
	}
}
