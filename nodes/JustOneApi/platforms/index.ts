import { douyin } from './douyin';
import type { Platform } from './platform';

/** Every platform whose links are read. A sister platform is added here and nowhere else. */
export const platforms: readonly Platform[] = [douyin];

const hasDomain = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/** The platform that a host belongs to, in a pasted text and in a redirect alike. */
export function platformOf(host: string): Platform | undefined {
	return platforms.find(({ domains }) => domains.some((domain) => hasDomain(host, domain)));
}
