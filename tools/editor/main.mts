/**
 * `npm run editor`: an n8n to click around in, with the packed node, the sandbox, credentials and all examples in it.
 *
 *     npm run editor -- --port 5678
 *
 * Everything it makes is in a temporary folder; Ctrl-C ends and removes all of it. Only the installation of n8n is kept.
 */
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { startSandbox, TOKENS } from '../sandbox/server.mts';
import {
	EXAMPLES,
	exampleSchema,
	postgresCredential,
	readExample,
	withCredentials,
	type Credentials,
	type ExampleName,
} from '../n8n/examples.mts';
import { insertRows } from '../n8n/dataTables.mts';
import { installN8n, installPackage, packNode } from '../n8n/install.mts';
import { startN8n } from '../n8n/n8n.mts';
import { tempFolder } from '../n8n/processes.mts';
import { Rest } from '../n8n/rest.mts';
import { startPostgres } from '../n8n/services.mts';
import { NEWEST } from '../n8n/versions.mts';
import { until } from '../wait.mts';

/** Rows of the table `social_posts`, so that the templates have something to do. */
const INBOX = [
	'7.43 pda:/ 复制打开抖音，看看【青屿小厨的作品】家常回锅肉 https://v.douyin.com/kTZRspBf/ 复制此链接',
	'https://v.douyin.com/note-lO8f2Nxm/',
	'https://v.douyin.com/user-Kx3mPq/',
	'https://v.douyin.com/c301x5-Later/',
	'post is gone: https://v.douyin.com/c201-Df3Xs/',
	'周末骑行去看海',
];

const { values: flags } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });

function readPort(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new Error(`--port takes a number from 1 to 65535, not ${text}`);
	return port;
}

/** n8n itself would only say so in its log, some seconds later. */
async function checkFree(port: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const server = createServer();
		server.once('error', () =>
			reject(new Error(`Port ${port} is in use. Choose another one: npm run editor -- --port 5679`)),
		);
		server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
	});
}

const step = (text: string) => console.log(`  ${text} …`);

async function start(port: number) {
	await checkFree(port);
	step('Building and packing the node');
	const tarball = await packNode();
	step(`Looking for n8n ${NEWEST} (the first time it is installed: some minutes, 3 GB)`);
	const install = await installN8n(NEWEST);
	step('Starting PostgreSQL and the sandbox');
	const postgres = await startPostgres();
	const n8nDatabase = await postgres.createDatabase('n8n');
	const database = await postgres.createDatabase('examples');
	await database.query(exampleSchema());
	const sandbox = await startSandbox({ latencyMs: [100, 400] });
	step('Starting n8n');
	const userFolder = tempFolder('editor');
	await installPackage(tarball, userFolder);
	const n8n = await startN8n({
		install,
		userFolder,
		database: n8nDatabase,
		port,
		env: { N8N_LOG_LEVEL: 'info' },
	});
	step('Putting in the owner, the credentials and the examples');
	const rest = new Rest(n8n.url);
	await rest.setupOwner();
	const account = { token: TOKENS.accepted, region: 'custom', baseUrl: sandbox.url };
	const credentials: Credentials = {
		justOneApi: await rest.createCredential('justOneApi', account, 'Just One API (sandbox)'),
		postgres: await rest.createCredential('postgres', postgresCredential(database), 'Examples database'),
		httpHeaderAuth: await rest.createCredential(
			'httpHeaderAuth',
			{ name: 'X-Intake-Key', value: 'sandbox' },
			'Webhook key (sandbox)',
		),
		httpBearerAuth: await rest.createCredential(
			'httpBearerAuth',
			{ token: 'sandbox' },
			'MCP token (sandbox)',
		),
	};
	const ids: Partial<Record<ExampleName, string>> = {};
	for (const name of EXAMPLES) {
		ids[name] = await rest.importWorkflow(withCredentials(readExample(name), credentials));
	}
	await rest.runManually(ids['form-to-table'] ?? '', 'Once: by hand');
	await insertRows(
		rest,
		'social_posts',
		INBOX.map((share_text) => ({ share_text })),
	);
	return { n8n, rest, sandbox, postgres, database };
}

type Running = Awaited<ReturnType<typeof start>>;

function tell({ n8n, rest, sandbox, database }: Running): void {
	const { host, port, name, user, password } = database;
	console.log(`
  n8n ${NEWEST} is ready

  Address    ${n8n.url}
  E-mail     ${rest.owner.email}
  Password   ${rest.owner.password}

  All templates are there, with their credentials; OpenAI and Telegram need your own. Nothing is paid for: the sandbox answers at ${sandbox.url}
  (docs/maintain/testing.md lists the links that fail on purpose, such as https://v.douyin.com/c301-Ab12/).

  Data table social_posts, with rows that have no post yet
  Tables     postgres://${user}:${password}@${host}:${port}/${name}
  Webhook    header X-Intake-Key: sandbox        MCP    bearer token: sandbox

  Ctrl-C ends all of it.
`);
}

/** Waits for Ctrl-C, or for an n8n that ends by itself; then ends everything in an orderly way. */
async function untilEnd({ n8n, sandbox, postgres }: Running): Promise<number> {
	const asked = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			// Until here a signal ended the process at once. From here on the first one is orderly, the second is at once.
			process.removeAllListeners(signal);
			process.once(signal, () => {
				console.log('\n  Ending …');
				// npm passes Ctrl-C on to a process that the terminal has sent it to as well: that is still the first one.
				const since = Date.now();
				process.on(signal, () => Date.now() - since > 1000 && process.exit(130));
				resolve();
			});
		}
	});
	const died = until('n8n ends', () => !n8n.running(), { seconds: Infinity, pauseMs: 1000 });
	await Promise.race([asked, died]);
	const byItself = !n8n.running();
	if (byItself) console.error(`n8n ended by itself. The end of its log:\n${n8n.logs().slice(-3000)}`);
	await n8n.stop();
	await sandbox.close();
	await postgres.stop();
	return byItself ? 1 : 0;
}

try {
	const running = await start(readPort(flags.port));
	tell(running);
	process.exit(await untilEnd(running));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
