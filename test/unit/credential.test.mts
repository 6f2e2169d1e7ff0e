import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { NodeHelpers } from 'n8n-workflow';
import type { IDataObject, IHttpRequestOptions, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { JustOneApi } from '../../credentials/JustOneApi.credentials.ts';
import { failedRule } from '../../tools/engine/credentialRules.mts';
import { failureKinds } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { baseUrlOf, readAccount } from '../../nodes/JustOneApi/call/account.ts';
import { JustOneApi as JustOneApiNode } from '../../nodes/JustOneApi/JustOneApi.node.ts';

const credential = new JustOneApi();
const data = { token: ' tok-5f2c9a ', region: 'global' };

describe('The credential', () => {
	it('puts the base URL and the token into a call of the node', async () => {
		const request = { url: '/api/x', qs: { shareUrl: 'u' } };
		await expect(credential.authenticate(data, request)).resolves.toEqual({
			url: '/api/x',
			baseURL: 'https://api.justoneapi.com',
			qs: { shareUrl: 'u', token: 'tok-5f2c9a' },
		});
		expect(request).toEqual({ url: '/api/x', qs: { shareUrl: 'u' } });
	});

	it('serves other nodes for addresses of the API', async () => {
		const url = 'https://api.justoneapi.com/user/get-balance';
		await expect(credential.authenticate(data, { url })).resolves.toMatchObject({
			qs: { token: 'tok-5f2c9a' },
		});
	});

	it('serves addresses below the base URL, whatever they hold', async () => {
		const url = '/user/a:b//c?next=https://a.test';
		await expect(credential.authenticate(data, { url })).resolves.toMatchObject({
			url,
			qs: { token: 'tok-5f2c9a' },
		});
	});

	it.each([undefined, '', '  ', 'half\ud83d'])(
		'makes no call with a token that is none: %j',
		async (token) => {
			await expect(credential.authenticate({ token } as never, { url: '/x' })).rejects.toThrow(/token/);
		},
	);

	it('makes no call where the base URL is not usable', async () => {
		const unusable = { ...data, region: 'custom', baseUrl: 'api.example.com' };
		await expect(credential.authenticate(unusable, { url: '/x' })).rejects.toThrow("'Base URL' must begin");
	});

	it.each([
		'https://evil.example/x',
		'https://api.justoneapi.com.evil.example/x',
		'https://api.justoneapi.com@evil.example/x',
		'http://api.justoneapi.com/x',
		'//evil.example/x',
		'HTTPS://EVIL.EXAMPLE/x',
		'https:evil.example/x',
		' https://evil.example/x',
		'\t//evil.example/x',
		'\\\\evil.example/x',
		'/\\evil.example/x',
		'/\n/evil.example/x',
		'file:///etc/passwd',
	])('gives the token to no other address: %j', async (url) => {
		// n8n's HTTP Request node names it `uri`.
		for (const request of [{ url }, { url: '/user/get-balance', uri: url }, { uri: url }]) {
			await expect(credential.authenticate(data, request as IHttpRequestOptions)).rejects.toThrow(
				'only for https://api.justoneapi.com',
			);
		}
	});
});

describe('The form of the credential', () => {
	const { properties } = credential;
	const field = (displayName: string) => {
		const found = properties.find((property) => property.displayName === displayName);
		if (!found) throw new Error(`There is no field '${displayName}'`);
		return found;
	};
	const regions = () => field('Region').options as INodePropertyOptions[];
	const region = (label: string) => regions().find(({ name }) => name === label);

	it.each([
		['Global', ['Token', 'Region']],
		['Mainland China', ['Token', 'Region', expect.stringContaining('can read the token')]],
		['Custom', ['Token', 'Region', 'Base URL']],
	])('shows for the region %s what can be filled in, and the warning that belongs to it', (name, shown) => {
		const values = { region: region(name)?.value } as INodeParameters;
		const visible = properties.filter((property) =>
			NodeHelpers.displayParameter(values, property, null, null),
		);
		expect(visible.map(({ displayName }) => displayName)).toEqual(shown);
	});

	it('hides the token, and asks for what no call can do without', () => {
		expect(field('Token').typeOptions).toEqual({ password: true });
		expect(properties.filter(({ required }) => required).map(({ displayName }) => displayName)).toEqual([
			'Token',
			'Base URL',
		]);
	});

	it('is filled in so that only the token is missing', () => {
		const untouched = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
		expect(readAccount(untouched)).toMatchObject({ title: 'The credential holds no token' });
		expect(readAccount({ ...untouched, token: 'tok-5f2c9a' })).toEqual({
			token: 'tok-5f2c9a',
			baseUrl: baseUrlOf({ region: 'global' }),
		});
		// Anything else would hide the example.
		expect(field('Base URL').default).toBe('');
	});

	it('takes what is typed into it', () => {
		const typed = {
			[field('Token').name]: 'tok-5f2c9a',
			[field('Region').name]: 'custom',
			[field('Base URL').name]: String(field('Base URL').placeholder).replace('e.g. ', ''),
		};
		expect(readAccount(typed)).toEqual({ token: 'tok-5f2c9a', baseUrl: 'https://api.example.com' });
	});

	it.each(['Global', 'Mainland China'])(
		'says of the region %s where calls go, and whether they are encrypted',
		(name) => {
			const baseUrl = String(baseUrlOf({ region: region(name)?.value }));
			const words = baseUrl.startsWith('https:') ? 'Encrypted' : 'Not encrypted';
			expect(region(name)?.description).toBe(`${words}: ${baseUrl}`);
		},
	);

	it('says which form tokens have, and which key is none', () => {
		expect(field('Token').description).toContain('8, 16 or 32 letters and digits');
		expect(field('Token').description).toContain('joa_');
	});

	it('says of every field what it is', () => {
		for (const { description } of [field('Token'), field('Base URL'), ...regions()]) {
			expect(description).toMatch(/^[A-Z].* /);
		}
	});
});

describe('The credential is found', () => {
	const root = resolve(__dirname, '../..');

	it('by the node, under its name', () => {
		expect(new JustOneApiNode().description.credentials).toMatchObject([{ name: credential.name }]);
		expect(credential.displayName).toBe('Just One API');
	});

	it('by its pictures, one for each theme', () => {
		const { light, dark } = credential.icon as { light: string; dark: string };
		const pictures = [light, dark].map((icon) =>
			readFileSync(resolve(root, 'credentials', icon.replace('file:', '')), 'utf8'),
		);
		expect(pictures).toEqual([expect.stringContaining('<svg'), expect.stringContaining('<svg')]);
		expect(pictures[0]).not.toBe(pictures[1]);
	});

	it('in the README, where the editor links to', () => {
		const [page, heading] = credential.documentationUrl.split('#');
		const { homepage } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
			homepage: string;
		};
		expect(homepage).toBe(`${page}#readme`);
		const headings = readFileSync(resolve(root, 'README.md'), 'utf8').match(/^## .*$/gm);
		expect(headings?.map((line) => line.slice(3).toLowerCase())).toContain(heading);
	});
});

describe("The test of the credential, by n8n's rules", () => {
	const verdict = (body: IDataObject) => failedRule(body, credential.test);
	const balance = { balance: 12.5 };

	it.each([
		{ code: 0, data: balance },
		{ code: '0', data: balance },
		{ code: 0, data: { balance: 0 } },
		{ code: 0, data: { balance: '123.4500' } },
	])('passes where a balance came back: %j', (body) => {
		expect(verdict(body)).toBeNull();
	});

	it.each(failureKinds.flatMap(({ code, title, advice }) => (code === null ? [] : [[code, title, advice]])))(
		'fails with code %i, as number or text, and says what happened and what to do',
		(code, title, advice) => {
			for (const sent of [code, String(code)]) {
				expect(verdict({ code: sent, data: balance })).toBe(`${title}. ${advice}`);
			}
		},
	);

	it.each<[IDataObject, RegExp]>([
		[{}, /does not answer like the Just One API/],
		[{ data: '<html>' }, /does not answer like the Just One API/],
		[{ code: 0 }, /no balance/],
		[{ code: 0, data: null }, /no balance/],
		[{ code: 0, data: { balance: null } }, /no balance/],
		[{ code: 0, data: { balance: '' } }, /no balance/],
		[{ code: 777, data: {} }, /not documented/],
	])('fails without a balance: %j', (body, words) => {
		expect(verdict(body)).toMatch(words);
	});
});
