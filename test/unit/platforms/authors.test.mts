/** Authors of the four platforms, and their IDs. */
import { readAuthorId } from '../../../nodes/JustOneApi/platforms/authorId.ts';
import { bilibiliAuthor } from '../../../nodes/JustOneApi/platforms/bilibili/author.ts';
import { platformNamed } from '../../../nodes/JustOneApi/platforms/index.ts';
import { AUTHORS, authorAfter, dataOf } from './answers.mts';

const [[, , SEC_UID]] = AUTHORS as [(typeof AUTHORS)[0]];

describe('An author is read', () => {
	it('of Douyin', () => {
		expect(authorAfter('douyin-user-v3')).toEqual({
			author_id: SEC_UID,
			author_name: '样例小厨房',
			author_handle: 'sample_kitchen',
			bio: '只写给测试看的签名',
			location: '安徽',
			follower_count: 1573907,
			following_count: 317,
			like_count: 23000000,
			post_count: 1046,
			avatar_url: expect.stringContaining('.jpeg?'),
			canonical_url: `https://www.douyin.com/user/${SEC_UID}`,
		});
	});

	it('of Kuaishou, whose counts of likes and of those followed are always 0', () => {
		expect(authorAfter('kuaishou-user-v1')).toEqual({
			author_id: '1052000368',
			author_name: '样例骑手老周',
			author_handle: null,
			bio: '只写给测试看的简介',
			location: null,
			follower_count: 716570,
			following_count: null,
			like_count: null,
			post_count: 434,
			avatar_url: 'https://p66.a.kwimgs.com/uhead/invented_b.jpg',
			canonical_url: 'https://www.kuaishou.com/profile/1052000368',
		});
	});

	it('of Bilibili, whose followers another call tells', () => {
		expect(authorAfter('bilibili-user-v2')).toEqual({
			author_id: '472700194',
			author_name: '样例工程师阿桥',
			author_handle: null,
			bio: '只写给测试看的签名',
			location: null,
			follower_count: null,
			following_count: null,
			like_count: null,
			post_count: null,
			avatar_url: 'https://i0.hdslb.com/bfs/face/invented.jpg',
			canonical_url: 'https://space.bilibili.com/472700194',
		});
		const { followers } = bilibiliAuthor;
		expect(followers?.idParameter).toBe('wmid');
		const data = dataOf('bilibili-user-relation-stat-v1');
		expect(followers?.readFollowers(data)).toMatchObject({
			ok: true,
			fields: { follower_count: 4369753, following_count: 12 },
		});
		expect(followers?.readFollowers({ ...data, code: -404 })).toMatchObject({ why: 'refused', code: '-404' });
		expect(followers?.readFollowers({ code: 0, data: {} })).toMatchObject({ why: 'absent' });
	});

	it('of Xiaohongshu, with the token that the page needs', () => {
		expect(authorAfter('xiaohongshu-user-v3')).toEqual({
			author_id: '5d1778df00000000160339d1',
			author_name: '样例木匠阿杉',
			author_handle: 'Sample_Cedar7',
			bio: '只写给测试看的签名',
			location: '广东',
			follower_count: 53826,
			following_count: 12,
			like_count: 105632,
			post_count: 581,
			avatar_url: expect.stringContaining('w/540'),
			canonical_url:
				'https://www.xiaohongshu.com/user/profile/5d1778df00000000160339d1?xsec_token=YBInvented=',
		});
	});
});

describe('An author who was not asked for, or is not there', () => {
	it.each(AUTHORS)('%s', (name, platform, id) => {
		const { readAuthor } = platformNamed(platform).author;
		expect(readAuthor(dataOf(name), id.replace(/.$/, '9'))).toMatchObject({ ok: false, why: 'other' });
		for (const data of [null, {}, [], 'odd', { user: null, space: { info: {} }, userProfile: {} }]) {
			expect(readAuthor(data, id)).toEqual({ ok: false, why: 'absent', code: null, said: '' });
		}
	});

	it('may be refused in words of the platform', () => {
		const refused = { status_code: 2065, status_msg: '用户不存在', user: null };
		expect(platformNamed('douyin').author.readAuthor(refused, SEC_UID)).toEqual({
			ok: false,
			why: 'refused',
			code: '2065',
			said: '用户不存在',
		});
		const note = { result: { success: false, code: -1, message: 'x' } };
		expect(platformNamed('xiaohongshu').author.readAuthor(note, 'x')).toMatchObject({ code: '-1' });
	});

	it('of Kuaishou cannot be told by an ID that is no number', () => {
		const { readAuthor } = platformNamed('kuaishou').author;
		expect(readAuthor(dataOf('kuaishou-user-v1'), '3xsampleuser000')).toMatchObject({
			ok: true,
			fields: { author_id: '1052000368' },
		});
	});
});

describe('The ID of an author', () => {
	const names = (written: string) => readAuthorId(written, null).map(({ platform }) => platform);

	it.each<[string, string[]]>([
		[SEC_UID, ['douyin']],
		['3xsampleuser000', ['kuaishou']],
		['1052000368', ['kuaishou', 'bilibili']],
		['12', ['bilibili']],
		['3546000012345678', ['bilibili']],
		['5d1778df00000000160339d1', ['xiaohongshu']],
		['94000000001940000000019', []],
		['sample_kitchen', []],
		['MS4wLjAB', []],
		['1052000368 ', []],
		['', []],
	])('%s fits %j', (written, platforms) => {
		expect(names(written)).toEqual(platforms);
	});

	it('is one of the platform that is named, or none', () => {
		expect(readAuthorId('1052000368', 'kuaishou')).toEqual([{ platform: 'kuaishou', id: '1052000368' }]);
		expect(readAuthorId('1052000368', 'bilibili')).toEqual([{ platform: 'bilibili', id: '1052000368' }]);
		expect(readAuthorId('95870000522', 'xiaohongshu')).toEqual([]);
		expect(readAuthorId('5D1778DF00000000160339D1', 'xiaohongshu')).toEqual([
			{ platform: 'xiaohongshu', id: '5d1778df00000000160339d1' },
		]);
	});

	it('is what the answers of the platform name', () => {
		for (const [name, platform, id] of AUTHORS) {
			expect(readAuthorId(authorAfter(name).author_id, platform)).toEqual([{ platform, id }]);
		}
	});
});
