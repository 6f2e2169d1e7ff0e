/** The endpoints that are billed: what each takes, and which scenarios it plays. */
import { DETAILS } from './details.mts';
import { isPostId, nameIn } from './ids.mts';
import { LISTS } from './lists.mts';
import { SCENARIOS, type Scenario } from './scenarios.mts';
import { SISTERS } from './sisters.mts';

export interface Endpoint {
	path: string;
	/** The parameter beside `token`. */
	parameter: string;
	/** What chooses the scenario; undefined where the API refuses the value with code 400. */
	codeIn: (value: string) => string | undefined;
	/** The first one is the ordinary success. */
	scenarios: readonly Scenario[];
}

const share = (platform: string, shortLink: RegExp, scenarios: readonly Scenario[]): Endpoint => ({
	path: `/api/${platform}/share-url-transfer/v1`,
	parameter: 'shareUrl',
	codeIn: (value) => shortLink.exec(value)?.[1],
	scenarios,
});

const all: readonly Endpoint[] = [
	share('douyin', /^https:\/\/v\.douyin\.com\/([\w-]+)(?:[/?#]|$)/, SCENARIOS),
	...Object.entries(SISTERS).map(([name, { shortLink, scenarios }]) => share(name, shortLink, scenarios)),
	...Object.entries(DETAILS).map(([path, { platform, parameter, scenarios }]) => ({
		path,
		parameter,
		codeIn: (id: string) => (isPostId(platform, id) ? `${nameIn(platform, id)}-${id}` : undefined),
		scenarios,
	})),
	...LISTS,
];

/** The billed endpoints by route, as in `GET /api/…`. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(
	all.map((endpoint) => [`GET ${endpoint.path}`, endpoint]),
);
