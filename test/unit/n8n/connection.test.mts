import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { connector } from '../../../nodes/JustOneApi/n8n/connection.ts';
import type { NodeHost } from '../../../nodes/JustOneApi/n8n/host.ts';

const CREDENTIAL = { token: 'secret-token', region: 'custom', baseUrl: 'https://api.example.com' };

interface Setup {
	credential?: (row: number) => Promise<object>;
	hasCredential?: boolean;
	requestOptions?: unknown;
}

/** A node whose rows ask for their way to the API. */
function newConnector({ credential, hasCredential = true, requestOptions = {} }: Setup = {}) {
	const sent: unknown[][] = [];
	const context = {
		helpers: {
			httpRequestWithAuthentication: async (...args: unknown[]) => {
				sent.push(args);
				return await Promise.resolve({ statusCode: 200, headers: {}, body: '' });
			},
		},
	};
	const host = {
		context,
		node: { credentials: hasCredential ? { justOneApi: { id: '1' } } : undefined },
		parameter: () => requestOptions,
		credential: credential ?? (async () => await Promise.resolve(CREDENTIAL)),
	} as unknown as NodeHost;
	return { connect: connector(host), sent };
}

const soon = async () => await new Promise((resolve) => setImmediate(resolve));
const signal = new AbortController().signal;
const never = async () => await new Promise<object>(() => {});

describe('The way of a row to the API', () => {
	it('is that of its credential: the account without its token, and a request with all that n8n needs', async () => {
		const { connect, sent } = newConnector();
		const connection = await connect(0, signal);
		if (!connection.ok) throw new Error('no connection');
		expect(connection.accountKey).not.toContain('secret');
		expect(connection.clean('a secret-token')).toBe('a [token]');
		expect(connection).toMatchObject({ timeout: 120_000, way: '' });
		await connection.send({ method: 'GET', url: '/x', qs: { a: '1' } }, signal);
		expect(sent[0]).toMatchObject([
			'justOneApi',
			{
				method: 'GET',
				url: '/x',
				qs: { a: '1' },
				timeout: 120_000,
				returnFullResponse: true,
				encoding: 'stream',
			},
			{
				credentialsDecrypted: {
					data: { token: 'secret-token', baseUrl: 'https://api.example.com', region: 'custom' },
				},
			},
		]);
	});

	it('is one account for rows with the same credential, and another for those with another', async () => {
		const { connect } = newConnector({
			credential: async (row) => await Promise.resolve({ ...CREDENTIAL, token: `secret-token-${row % 2}` }),
		});
		const [a, b, c] = await Promise.all([0, 1, 2].map(async (row) => await connect(row, signal)));
		if (!a?.ok || !b?.ok || !c?.ok) throw new Error('no connection');
		expect([a.accountKey === c.accountKey, a.accountKey === b.accountKey]).toEqual([true, false]);
		expect(a.clean).toBe(c.clean);
	});

	it('is none without a credential, with one that is deleted, or whose expression fails', async () => {
		const titles = async (setup: Setup) => {
			const failure = await newConnector(setup).connect(0, signal);
			expect(failure).toMatchObject({ ok: false, kind: { reason: 'credential_missing' } });
			return failure.ok ? '' : failure.title;
		};
		const failing = (error: unknown) => ({ credential: async () => await Promise.reject(error) });
		expect(await titles({ hasCredential: false })).toBe('No Just One API credential is selected');
		expect(await titles(failing(new Error('secret')))).toBe('The Just One API credential could not be read');
		expect(await titles(failing(null))).toBe('The Just One API credential could not be read');
		const expression = Object.assign(new Error('secret'), { name: 'ExpressionError' });
		expect(await titles(failing(expression))).toBe(
			'An expression in the Just One API credential could not be evaluated',
		);
	});

	it('is none with a credential that holds no usable token, or with settings that cannot be used', async () => {
		const unusable = newConnector({
			credential: async () => await Promise.resolve({ ...CREDENTIAL, token: '' }),
		});
		expect(await unusable.connect(0, signal)).toMatchObject({ kind: { reason: 'credential_missing' } });
		const credential = jest.fn(async () => await Promise.resolve(CREDENTIAL));
		const settings = newConnector({ credential, requestOptions: { timeout: -1 } });
		expect(await settings.connect(0, signal)).toMatchObject({ kind: { reason: 'invalid_settings' } });
		expect(credential).not.toHaveBeenCalled();
	});
});

describe('Credentials', () => {
	it('are read for ten rows at once', async () => {
		const asked: Array<() => void> = [];
		const { connect } = newConnector({
			credential: async () => await new Promise((resolve) => asked.push(() => resolve(CREDENTIAL))),
		});
		const rows = Array.from({ length: 25 }, async (_, row) => await connect(row, signal));
		await soon();
		expect(asked).toHaveLength(10);
		asked[0]?.();
		await soon();
		expect(asked).toHaveLength(11);
		for (let next = 1; next < 25; next += 1) {
			asked[next]?.();
			await soon();
		}
		expect((await Promise.all(rows)).every(({ ok }) => ok)).toBe(true);
	});

	it('that never come hold no row back once the run has ended: not the one that is read, nor those that wait', async () => {
		const end = new AbortController();
		const { connect } = newConnector({ credential: never });
		const rows = Array.from({ length: 12 }, async (_, row) => await connect(row, end.signal));
		let settled = 0;
		for (const row of rows) void row.then(() => (settled += 1));
		await soon();
		expect(settled).toBe(0);
		end.abort(failureOf('cancelled'));
		const cancelled = { ok: false, kind: { reason: 'cancelled' }, uncalled: true };
		expect(await Promise.all(rows)).toMatchObject(Array(12).fill(cancelled));
		const credential = jest.fn(never);
		const later = newConnector({ credential });
		expect(await later.connect(0, end.signal)).toMatchObject(cancelled);
		expect(credential).not.toHaveBeenCalled();
	});

	it('leave no listener behind at the signal of the run', async () => {
		const run = new AbortController();
		const listening: string[] = [];
		const { addEventListener, removeEventListener } = run.signal;
		run.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
			listening.push('+');
			addEventListener.apply(run.signal, args);
		};
		run.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
			listening.push('-');
			removeEventListener.apply(run.signal, args);
		};
		await newConnector().connect(0, run.signal);
		expect(listening).toEqual(['+', '-']);
	});
});
