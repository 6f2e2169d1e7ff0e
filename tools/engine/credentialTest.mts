import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialsHelper,
	ICredentialTestRequest,
	IExecuteData,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CredentialsHelper } from './credentials.mts';
import { failedRule } from './credentialRules.mts';
import { createAdditionalData, type Engine } from './engine.mts';

/** What the server looks at when the test request itself failed. */
interface RequestFailure extends Error {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/**
 * Runs the declarative `test` of a credential type, as n8n does when a credential is saved.
 * Mirrors testCredentials and runRequestTest in n8n/dist/services/credentials-tester.service.js.
 */
export async function testCredential(
	engine: Engine,
	typeName: string,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const { runtime, nodeTypes } = engine;
	const { test } = nodeTypes.getCredentialType(typeName);
	if (!test) return failed('No testing function found for this credential.');

	const additionalData = createAdditionalData(runtime, nodeTypes);
	const credentialsHelper = new CredentialsHelper(runtime, nodeTypes, {});
	const credential: ICredentialsDecrypted = { id: 'temp', name: 'Credential', type: typeName, data };
	try {
		credential.data = await credentialsHelper.applyDefaults(additionalData, data, typeName, 'internal');
	} catch (error) {
		return failed((error as Error).message);
	}
	additionalData.credentialsHelper = withCredential(credentialsHelper, credential.data);
	return await runRequestTest(engine, credential, test, additionalData);
}

async function runRequestTest(
	{ runtime, nodeTypes }: Engine,
	credential: ICredentialsDecrypted,
	test: ICredentialTestRequest,
	additionalData: IWorkflowExecuteAdditionalData,
): Promise<INodeCredentialTestResult> {
	const { ErrorReporter, ExecuteContext, RoutingNode } = runtime.core;
	const { createEmptyRunExecutionData, LoggerProxy, Workflow } = runtime.workflow;
	const noOp = nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp');
	const nodeType: INodeType = {
		description: {
			...noOp.description,
			credentials: [{ name: credential.type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const node: INode = {
		id: 'temp',
		parameters: {},
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { getKnownTypes: () => ({}), getByName: () => nodeType, getByNameAndVersion: () => nodeType },
	});
	const executeData: IExecuteData = { node, data: {}, source: null };
	const input = { main: [[{ json: {} }]] };
	const runData = createEmptyRunExecutionData();
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		runData,
		0,
		[],
		input,
		executeData,
		[],
	);

	let response: INodeExecutionData[][] | undefined;
	try {
		await workflow.expression.acquireIsolate();
		response = await new RoutingNode(context, nodeType, credential).runNode();
	} catch (error) {
		runtime.container.get(ErrorReporter).error(error);
		const result = judgeFailure(error as RequestFailure, test);
		if (result) return result;
		LoggerProxy.debug('Credential test failed', error as Record<string, unknown>);
		return failed((error as Error).message);
	} finally {
		await workflow.expression.releaseIsolate();
	}

	// As on the server, a body that yields no item makes this throw.
	const reason = failedRule((response as INodeExecutionData[][])[0][0].json, test);
	return reason === null ? { status: 'OK', message: 'Connection successful!' } : failed(reason);
}

function judgeFailure({ cause }: RequestFailure, { rules }: ICredentialTestRequest) {
	if (!cause?.response) return cause?.code ? failed(cause.code) : undefined;
	const { status, statusText } = cause.response;
	for (const rule of rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === status)
			return failed(rule.properties.message);
	}
	if (status < 199 || status > 299) return failed(statusText || `Received HTTP status code: ${status}`);
	return undefined;
}

/** The credential is not saved yet, so whoever asks for it gets what is in the form. */
function withCredential(helper: CredentialsHelper, data: ICredentialDataDecryptedObject): ICredentialsHelper {
	return Object.create(helper, { getDecrypted: { value: async () => data } }) as ICredentialsHelper;
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
