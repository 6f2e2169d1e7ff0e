import { redactor } from '../../../../nodes/JustOneApi/failure/redact.ts';
import { readBalance } from '../../../../nodes/JustOneApi/resources/account/getBalance.ts';

const read = (body: unknown, statusCode = 200) =>
	readBalance({ statusCode, headers: {}, body: JSON.stringify(body) }, redactor('secret-token'));

it.each<[unknown, number]>([
	[12.34, 12.34],
	['123.4500', 123.45],
	[' 0.00 ', 0],
	[0, 0],
	['-1.5', -1.5],
])('A balance of %j is the number %d', (balance, number) => {
	expect(read({ code: 0, data: { balance, currency: 'CNY' } })).toEqual({
		ok: true,
		balance: number,
		currency: 'CNY',
	});
});

it.each([undefined, null, '', ' ', 'plenty', '1e3', '1,000.00', '0x10', true, [], {}])(
	'A balance of %j is none',
	(balance) => {
		expect(read({ code: 0, data: { balance }, requestId: 'id of secret-token' })).toMatchObject({
			kind: { reason: 'bad_response' },
			code: 0,
			httpStatus: 200,
			requestId: 'id of [token]',
			title: 'The API answered without a balance',
		});
	},
);

it.each([null, 'text', 7, []])('Data that are %j hold no balance', (data) => {
	expect(read({ code: 0, data })).toMatchObject({ kind: { reason: 'bad_response' } });
});

it.each([undefined, null, '', 8])('A currency of %j is none', (currency) => {
	expect(read({ code: '0', data: { balance: 1, currency } })).toMatchObject({ balance: 1, currency: null });
});

it('What the API says holds no token, whatever it echoes', () => {
	expect(JSON.stringify(read({ code: 0, data: { balance: 1, currency: 'secret-token' } }))).not.toContain(
		'secret',
	);
	expect(JSON.stringify(read({ code: 100, message: 'bad secret-token' }))).not.toContain('secret');
});
