import type { Scenario } from '../../../tools/n8n/report.mts';
import { bill } from './bill.mts';
import { branches } from './branches.mts';
import { billInLoop } from './billInLoop.mts';
import { credentialDeleted, credentialMissing } from './credentialGone.mts';
import { credentialTest } from './credentialTest.mts';
import { mcp } from './mcp.mts';
import { price } from './price.mts';
import { queue } from './queue.mts';
import { schemas } from './schemas.mts';
import { token } from './token.mts';

export const scenarios: Scenario[] = [
	branches,
	billInLoop,
	bill,
	price,
	credentialMissing,
	credentialDeleted,
	credentialTest,
	schemas,
	mcp,
	queue,
];

/** Comes after all others. */
export const tokenScenario: Scenario = token;
