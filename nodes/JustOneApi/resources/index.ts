import type { INodeProperties } from 'n8n-workflow';

import type { Operations } from '../n8n/toolDoor';
import { postProperties } from './post';
import { get } from './post/get';
import { shareLinkProperties } from './shareLink';
import { resolve } from './shareLink/resolve';

/** The operations by resource, as the node's description names them. */
export const operations: Operations = Object.assign(Object.create(null), {
	post: Object.assign(Object.create(null), { get }),
	shareLink: Object.assign(Object.create(null), { resolve }),
});

/** The fields of all resources. */
export const resourceProperties: INodeProperties[] = [...postProperties, ...shareLinkProperties];
