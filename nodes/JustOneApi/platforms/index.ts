import { douyin } from './douyin';
import type { Platform } from './platform';

/** Every platform whose links are read. A sister platform is added here and nowhere else. */
export const platforms: readonly Platform[] = [douyin];
