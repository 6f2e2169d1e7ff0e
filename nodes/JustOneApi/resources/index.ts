import type { INodeProperties } from 'n8n-workflow';

import type { Operations } from '../n8n/toolDoor';
import { resolve } from './shareLink/resolve';
import { shareLinkProperties } from './shareLink';

/** The operations by resource, as the node's description names them. */
export const operations: Operations = Object.assign(Object.create(null), {
	shareLink: Object.assign(Object.create(null), { resolve }),
});

/** The fields of all resources. */
export const resourceProperties: INodeProperties[] = [...shareLinkProperties];
