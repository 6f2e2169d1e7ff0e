import type { Scene } from '../section.mts';
import { balance } from './balance.mts';
import { changingLimit } from './changingLimit.mts';
import { down } from './down.mts';
import { noLimit } from './noLimit.mts';
import { outage } from './outage.mts';
import { rateLimit } from './rateLimit.mts';
import { together } from './together.mts';

/** In the order of the page; `--scene` counts from 1. */
export const scenes: Scene[] = [noLimit, rateLimit, changingLimit, down, outage, balance, together];
