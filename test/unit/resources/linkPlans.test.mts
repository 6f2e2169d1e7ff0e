import { extract } from '../../../nodes/JustOneApi/resources/shareLink/extract.ts';
import { resolve } from '../../../nodes/JustOneApi/resources/shareLink/resolve.ts';

const ID = '7641186371542041559';
const SHORT = 'https://v.douyin.com/AbC12/';

describe.each([
	['Resolve', resolve],
	['Extract', extract],
])('%s', (_, operation) => {
	const plans = (shareUrl: unknown) => operation.plans({ shareUrl });

	it.each<[string, unknown, string, string | null, RegExp]>([
		['an ID', ID, 'only_id', null, /^7641186371542041559 is an ID, and no link$/],
		['a labelled ID', `aweme_id: ${ID}`, 'only_id', null, /is an ID/],
		['a rounded ID', '7.6E+18', 'rounded_id', null, /^The ID 7\.6E\+18 has been rounded$/],
		['a rounded number', Number(ID), 'rounded_id', null, /./],
		['nothing', '', 'no_text', null, /./],
		['a text', '看海', 'no_link', null, /./],
		['a pass phrase', '7.43 pda:/ 老街的灯', 'pass_phrase', null, /./],
		['a home page', 'https://www.douyin.com/', 'no_post', 'https://www.douyin.com/', /./],
		['half a link', 'https://v.douyin.com/AbC%', 'damaged_link', 'https://v.douyin.com/AbC%', /./],
		['TikTok', 'https://vt.tiktok.com/abc', 'other_site', 'https://vt.tiktok.com/abc', /TikTok/],
		[
			'a short host',
			'https://jx.douyin.com/AbC12/',
			'invalid_parameters',
			'https://jx.douyin.com/AbC12/',
			/jx\.douyin\.com$/,
		],
	])('fails with the reason and the link: %s', (_what, value, reason, link, title) => {
		const [plan, ...more] = plans(value);
		expect(more).toEqual([]);
		expect(plan).toMatchObject({ link, step: { ok: false, billed: false, kind: { reason } } });
		const step = plan?.step;
		const failure = step && 'kind' in step ? step : null;
		expect(failure?.title ?? failure?.kind.title).toMatch(title);
	});

	it('an ID beside a link fails by its name, and the link is a link', () => {
		expect(plans(`${ID}\n${SHORT}`)).toMatchObject([
			{ link: null, step: { kind: { reason: 'only_id' }, platform: 'douyin' } },
			{ link: SHORT },
		]);
	});
});
