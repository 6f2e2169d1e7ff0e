import { isCall } from '../../../../nodes/JustOneApi/run/plan.ts';
import { extract } from '../../../../nodes/JustOneApi/resources/shareLink/extract.ts';

const ID = '7579132723441323298';
/** The one item that Extract From Text gives for a text. */
function itemOf(shareUrl: string): object {
	const plans = extract.plans({ shareUrl });
	const step = plans[0]?.step;
	if (plans.length !== 1 || !step || isCall(step) || !step.ok) throw new Error('no item without a call');
	expect(step.items).toHaveLength(1);
	return step.items[0] as object;
}

it('Of a short link only the calls are known', () => {
	expect(itemOf('看 https://v.douyin.com/AbC12/ 好')).toEqual({
		share_url: 'https://v.douyin.com/AbC12/',
		platform: 'douyin',
		content_type: null,
		video_id: null,
		content_id: null,
		canonical_url: null,
		calls_to_resolve: 1,
		calls_to_get: 2,
		created_at: null,
	});
});

it('A long link of a post says all, and its post costs one call', () => {
	const url = `https://www.douyin.com/jingxuan?modal_id=${ID}&did=x`;
	expect(itemOf(`看 ${url}。`)).toEqual({
		share_url: url,
		platform: 'douyin',
		content_type: 'video',
		video_id: ID,
		content_id: ID,
		canonical_url: `https://www.douyin.com/video/${ID}`,
		calls_to_resolve: 0,
		calls_to_get: 1,
		created_at: '2025-12-02T05:45:50.000Z',
	});
});

it.each([
	['a collection', `https://www.douyin.com/collection/${ID}`, ID],
	['a page', 'https://www.douyin.com/hashtag/1593608573838339', null],
])('%s is no post: nothing to get, and its ID is no post’s', (_, url, contentId) => {
	expect(itemOf(url)).toMatchObject({
		video_id: null,
		content_id: contentId,
		calls_to_resolve: 0,
		calls_to_get: null,
		created_at: null,
	});
});
