/** The same job in two ways: link → post. With HTTP Request as public templates do it, and with this package. */
import { NODE_TYPE } from '../n8n/bench.mts';
import type { Json, WorkflowJson } from '../n8n/rest.mts';
import { code, editFields, manualTrigger, node, rowsNode, workflow } from '../n8n/workflow.mts';

/** Takes the ID out of the address; what has none becomes an empty text, as public templates have it. */
const FIND_ID = `return $input.all().map((item) => {
  const url = item.json.data?.redirect_url ?? '';
  const match = url.match(/\\/(?:video|note|slides)\\/(\\d+)/);
  return { json: { video_id: match ? match[1] : '' } };
});`;

/** Takes the fields out of the answer, with a default for each that is missing. */
const SHAPE_POST = `return $input.all().map((item) => {
  const post = item.json.data?.aweme_detail ?? {};
  const count = post.statistics ?? {};
  return {
    json: {
      post_id: post.aweme_id ?? '',
      title: post.desc ?? '',
      author_name: post.author?.nickname ?? 'Unknown',
      published_at: new Date((post.create_time ?? 0) * 1000).toISOString(),
      like_count: count.digg_count ?? 0,
      comment_count: count.comment_count ?? 0,
      share_count: count.share_count ?? 0,
      cover_url: post.video?.cover?.url_list?.[0] ?? '',
    },
  };
});`;

const query = (parameters: Record<string, string>) => ({
	sendQuery: true,
	queryParameters: { parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })) },
	options: {},
});

/** The workflow that people have. The last node is the result. */
export function httpRequestWorkflow(rows: Json[], baseUrl: string, token: string): WorkflowJson {
	const call = (name: string, path: string, parameters: Record<string, string>) =>
		node(name, 'n8n-nodes-base.httpRequest', 4.2, {
			url: `${baseUrl}${path}`,
			...query({ token: "={{ $('Settings').first().json.token }}", ...parameters }),
		});
	return workflow(
		'HTTP Request',
		[
			manualTrigger(),
			editFields('Settings', { token }),
			rowsNode(rows),
			call('Resolve the link', '/api/douyin/share-url-transfer/v1', { shareUrl: '={{ $json.share_text }}' }),
			code('Find the ID', FIND_ID),
			call('Get the post', '/api/douyin/get-video-detail/v2', { videoId: '={{ $json.video_id }}' }),
			code('Shape the post', SHAPE_POST),
		],
		[
			['Start', 'Settings'],
			['Settings', 'Rows'],
			['Rows', 'Resolve the link'],
			['Resolve the link', 'Find the ID'],
			['Find the ID', 'Get the post'],
			['Get the post', 'Shape the post'],
		],
	);
}

/** The same job with this package. */
export function ourWorkflow(rows: Json[]): WorkflowJson {
	const parameters = { resource: 'post', operation: 'get', post: '={{ $json.share_text }}', options: {} };
	return workflow(
		'Just One API',
		[
			manualTrigger(),
			rowsNode(rows),
			node('Get post', NODE_TYPE, 1, parameters, { onError: 'continueErrorOutput' }),
		],
		[
			['Start', 'Rows'],
			['Rows', 'Get post'],
		],
	);
}

/** Nodes of the job itself: neither the trigger nor the test's rows. */
const ofTheJob = ({ nodes }: WorkflowJson) =>
	nodes.filter(({ name, type }) => name !== 'Rows' && !/trigger$/i.test(type));

export const nodesIn = (one: WorkflowJson): number => ofTheJob(one).length;

/** Lines of JavaScript in Code nodes. */
export const linesIn = (one: WorkflowJson): number =>
	ofTheJob(one).reduce(
		(sum, { parameters }) =>
			sum + (typeof parameters.jsCode === 'string' ? parameters.jsCode.split('\n').length : 0),
		0,
	);
