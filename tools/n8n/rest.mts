/** n8n's own HTTP interface, as its editor uses it. */
import { parse as parseFlatted } from 'flatted';
import { fetchWhenThere, until } from '../wait.mts';

export type Json = Record<string, unknown>;

/** A workflow as n8n exports it. */
export interface WorkflowJson {
	name: string;
	nodes: WorkflowNode[];
	connections: Json;
	settings?: Json;
	[other: string]: unknown;
}

export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Json;
	id?: string;
	credentials?: Record<string, CredentialRef>;
	[other: string]: unknown;
}

export interface CredentialRef {
	id: string;
	name: string;
}

export interface Item {
	json: Json;
	pairedItem?: unknown;
	error?: unknown;
	[other: string]: unknown;
}

/** What n8n stores of an error. */
export interface StoredError {
	name?: string;
	message?: string;
	description?: string | null;
	context?: Json;
	node?: { name?: string };
	[other: string]: unknown;
}

/** One run of one node. */
interface NodeRunData {
	executionStatus?: string;
	error?: StoredError;
	/** Output items by connection type and branch; a tool's are under `ai_tool`. */
	data?: Record<string, Array<Item[] | null>>;
	[other: string]: unknown;
}

export interface ExecutionSummary {
	id: string;
	status: string;
	mode: string;
	workflowId: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

/** A finished execution with its run data. */
export class Execution {
	readonly summary: ExecutionSummary;
	/** What the editor shows as the execution's error. */
	readonly error?: StoredError;
	/** By node name, then by run. */
	readonly runData: Record<string, NodeRunData[]>;

	constructor(summary: ExecutionSummary, data: unknown) {
		this.summary = summary;
		const { resultData } = (data ?? {}) as {
			resultData?: { error?: StoredError; runData?: Execution['runData'] };
		};
		this.error = resultData?.error;
		this.runData = resultData?.runData ?? {};
	}

	get status(): string {
		return this.summary.status;
	}

	/** Output items of a node: of its first run and first output unless told otherwise. Empty if it did not run. */
	items(node: string, output = 0, run = 0): Item[] {
		return this.runData[node]?.[run]?.data?.main?.[output] ?? [];
	}

	/** The JSON of those items. */
	rows(node: string, output = 0, run = 0): Json[] {
		return this.items(node, output, run).map(({ json }) => json);
	}

	nodeError(node: string, run = 0): StoredError | undefined {
		return this.runData[node]?.[run]?.error;
	}
}

/** Whether an execution with this status has not ended yet. */
export const isUnderWay = (status: string): boolean =>
	['new', 'running', 'waiting', 'unknown'].includes(status);

const OWNER = { email: 'owner@example.com', firstName: 'End', lastName: 'Toend', password: 'Sandbox-4-n8n' };
const PACKAGE_PREFIX = 'n8n-nodes-justoneapi.';

/** An answer that is not 2xx. */
export class RestError extends Error {
	readonly httpStatus: number;

	constructor(method: string, path: string, httpStatus: number, body: string) {
		super(`${method} ${path}: HTTP ${httpStatus} ${body.slice(0, 500)}`);
		this.httpStatus = httpStatus;
	}
}

/** A signed-in owner. */
export class Rest {
	readonly url: string;
	#cookie = '';
	/** For a browser, which signs in by itself. */
	readonly owner = OWNER;

	constructor(url: string) {
		this.url = url;
	}

	/** The raw answer of any route of n8n, with the owner's cookie. */
	async fetch(path: string, init: { method?: string; body?: unknown } = {}): Promise<Response> {
		const { method = 'GET', body } = init;
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'browser-id': 'e2e',
				...(this.#cookie ? { cookie: this.#cookie } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookie = response.headers.getSetCookie().find((text) => text.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
		return response;
	}

	/** The `data` of a JSON answer; throws a RestError if it is not 2xx. */
	async call<Data>(method: string, path: string, body?: unknown): Promise<Data> {
		const response = await this.fetch(path, { method, body });
		const text = await response.text();
		if (!response.ok) throw new RestError(method, path, response.status, text);
		return (JSON.parse(text) as { data: Data }).data;
	}

	/** Sends a form with files; gives the `data` of the answer. */
	async upload<Data>(path: string, form: FormData): Promise<Data> {
		const headers = { 'browser-id': 'e2e', cookie: this.#cookie };
		const response = await fetch(this.url + path, { method: 'POST', headers, body: form });
		const text = await response.text();
		if (!response.ok) throw new RestError('POST', path, response.status, text);
		return (JSON.parse(text) as { data: Data }).data;
	}

	/** Makes the owner's account, or signs in if there is one. */
	async setupOwner(): Promise<void> {
		const setup = await this.fetch('/rest/owner/setup', { method: 'POST', body: OWNER });
		if (setup.ok) return;
		const { email, password } = OWNER;
		await this.call('POST', '/rest/login', { email, emailOrLdapLoginId: email, password });
	}

	async createCredential(type: string, data: Json, name = `${type} ${Date.now()}`): Promise<CredentialRef> {
		const { id } = await this.call<CredentialRef>('POST', '/rest/credentials', { name, type, data });
		return { id, name };
	}

	async deleteCredential(id: string): Promise<void> {
		await this.call('DELETE', `/rest/credentials/${id}`);
	}

	/** The button "Test" of a stored credential, with its stored data. */
	async testCredential(
		type: string,
		credential: CredentialRef,
		data: Json,
	): Promise<{ status: string; message: string }> {
		return await this.call('POST', '/rest/credentials/test', { credentials: { ...credential, type, data } });
	}

	/**
	 * Imports a workflow.
	 *
	 * @param credential set on every node of this package; left as it stands in the JSON if not given
	 * @returns its ID
	 */
	async importWorkflow(workflow: WorkflowJson, credential?: CredentialRef): Promise<string> {
		const nodes = workflow.nodes.map((node, index) => ({
			...node,
			id: node.id ?? `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
			...(credential && node.type.startsWith(PACKAGE_PREFIX)
				? { credentials: { justOneApi: credential } }
				: {}),
		}));
		const { name, connections, settings = {} } = workflow;
		const body = { name, nodes, connections, settings, active: false };
		return (await this.call<{ id: string }>('POST', '/rest/workflows', body)).id;
	}

	async workflow(id: string): Promise<WorkflowJson & { id: string; versionId: string }> {
		return await this.call('GET', `/rest/workflows/${id}`);
	}

	/** Makes its triggers live. Both 1.123 and 2.x publish a version; older ones set a flag. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		try {
			await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		} catch (error) {
			if (!(error instanceof RestError && error.httpStatus === 404)) throw error;
			await this.call('PATCH', `/rest/workflows/${id}`, { active: true, versionId });
		}
	}

	/** The button "Execute workflow". Starts at the trigger that is named, or at the first one. Resolves when it ended. */
	async runManually(id: string, trigger?: string): Promise<Execution> {
		return await this.waitForExecution(await this.startManually(id, trigger));
	}

	/** The same button, without waiting for the end. @returns the ID of the execution */
	async startManually(id: string, trigger?: string): Promise<string> {
		const workflow = await this.workflow(id);
		const start = trigger ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name;
		const body = { workflowData: workflow, triggerToStartFrom: { name: start } };
		const path = `/rest/workflows/${id}/run`;
		const { executionId } = await this.call<{ executionId?: string }>('POST', path, body);
		if (!executionId)
			throw new Error(`Workflow ${workflow.name} waits for a call of its webhook: use webhook()`);
		return executionId;
	}

	/** Resolves when the execution is over, however it ended. */
	async waitForExecution(id: string, seconds = 120): Promise<Execution> {
		const look = async () => {
			const execution = await this.executionData(id);
			return isUnderWay(execution.status) ? undefined : execution;
		};
		return await until(`execution ${id} is over`, look, { seconds, pauseMs: 150 });
	}

	/** Executions of a workflow, newest first, without their data. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const found = new Map<string, ExecutionSummary>();
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		for (let from = ''; ; ) {
			const path = `/rest/executions?limit=100&filter=${filter}${from}`;
			const page = await this.call<{ results: ExecutionSummary[]; nextCursor?: string | null }>('GET', path);
			const known = found.size;
			for (const execution of page.results) found.set(execution.id, execution);
			// 2.41 pages by a cursor, older ones by the last ID.
			const last = page.results.at(-1)?.id;
			if (found.size === known || last === undefined || page.nextCursor === null) return [...found.values()];
			from = page.nextCursor === undefined ? `&lastId=${last}` : `&cursor=${page.nextCursor}`;
		}
	}

	/** An execution with its run data, as far as there is some. */
	async executionData(id: string): Promise<Execution> {
		const { data, ...summary } = await this.call<ExecutionSummary & { data?: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		return new Execution(summary, data ? parseFlatted(data) : undefined);
	}

	/** Calls a webhook of an active workflow. It is there a moment after activate(), so 404 is tried again for a while. */
	async webhook(path: string, body: unknown = {}, method = 'POST'): Promise<Response> {
		const init =
			method === 'GET'
				? { method }
				: { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
		return await fetchWhenThere(async () => await fetch(`${this.url}/webhook/${path}`, init));
	}
}
