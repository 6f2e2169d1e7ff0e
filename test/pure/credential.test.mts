import type { IHttpRequestOptions } from 'n8n-workflow';

import { JustOneApi } from '../../credentials/JustOneApi.credentials.ts';

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
