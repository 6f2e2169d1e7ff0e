/** What the editor loads of the package: types, output preview, icons. */
import assert from 'node:assert/strict';
import { NODE_TYPE } from '../../../tools/n8n/bench.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';

interface NodeTypeJson {
	name: string;
	version: number | number[];
	iconUrl?: string | { light: string; dark: string };
	outputs: unknown;
}

export const schemas: Scenario = {
	name: 'types, output preview and icons',
	async run({ rest, counts }) {
		const get = async (path: string) => {
			const response = await rest.fetch(path);
			assert.equal(response.status, 200, path);
			return response;
		};

		const types = (await (await get('/types/nodes.json')).json()) as NodeTypeJson[];
		for (const name of [NODE_TYPE, `${NODE_TYPE}Tool`]) {
			const type = types.find((one) => one.name === name);
			assert(type, `${name} is not among the ${types.length} node types`);

			const { iconUrl } = type;
			assert(typeof iconUrl === 'object', `${name} has no icon for each theme`);
			for (const path of Object.values(iconUrl)) {
				const icon = await get(`/${path}`);
				assert.match(icon.headers.get('content-type') ?? '', /image\/svg/, path);
				assert.match(await icon.text(), /<svg/);
			}

			const path = `/schemas/${name}/1.0.0/shareLink/resolve.json`;
			const schema = (await (await get(path)).json()) as {
				type: string;
				properties: Record<string, unknown>;
			};
			assert.equal(schema.type, 'object', path);
			assert.deepEqual(
				Object.keys(schema.properties).slice(0, 3),
				['share_url', 'redirect_url', 'video_id'],
				path,
			);
		}

		const credentials = (await (await get('/types/credentials.json')).json()) as NodeTypeJson[];
		const credential = credentials.find(({ name }) => name === 'justOneApi');
		assert(credential, 'the credential type is missing');
		assert(typeof credential.iconUrl === 'object');
		for (const path of Object.values(credential.iconUrl)) await get(`/${path}`);
		return counts(0, 0, 0);
	},
};
