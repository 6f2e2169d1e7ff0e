import type { INodeProperties } from 'n8n-workflow';

import type { Operations } from '../run/plan';
import { accountProperties } from './account';
import { getBalance } from './account/getBalance';
import { authorProperties } from './author';
import { getAuthor } from './author/get';
import { getPosts } from './author/getPosts';
import { postProperties } from './post';
import { get } from './post/get';
import { getComments } from './post/getComments';
import { search } from './post/search';
import { shareLinkProperties } from './shareLink';
import { extract } from './shareLink/extract';
import { resolve } from './shareLink/resolve';

/** The operations by resource, as the node's description names them. */
export const operations: Operations = Object.assign(Object.create(null), {
	account: Object.assign(Object.create(null), { getBalance }),
	author: Object.assign(Object.create(null), { get: getAuthor, getPosts }),
	post: Object.assign(Object.create(null), { get, getComments, search }),
	shareLink: Object.assign(Object.create(null), { extract, resolve }),
});

/** The fields of all resources. */
export const resourceProperties: INodeProperties[] = [
	...accountProperties,
	...authorProperties,
	...postProperties,
	...shareLinkProperties,
];
