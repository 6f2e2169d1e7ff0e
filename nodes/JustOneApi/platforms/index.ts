import { bilibili } from './bilibili';
import { douyin } from './douyin';
import { kuaishou } from './kuaishou';
import type { Platform, PlatformName } from './platform';
import { xiaohongshu } from './xiaohongshu';

/** Every platform whose links and posts are read, in the order in which texts and lists name them. */
export const platforms: readonly Platform[] = [douyin, kuaishou, bilibili, xiaohongshu];

/** The platforms' labels as words of a sentence: `Douyin, Kuaishou, Bilibili and Xiaohongshu`. */
export function platformLabels(conjunction: 'and' | 'or'): string {
	const labels = platforms.map(({ label }) => label);
	return `${labels.slice(0, -1).join(', ')} ${conjunction} ${labels.at(-1)}`;
}

/** The platform of a name. */
export function platformNamed(name: PlatformName): Platform {
	return platforms.find((platform) => platform.name === name) as Platform;
}

const hasDomain = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/** The platform that a host belongs to, in a pasted text and in a redirect alike. */
export function platformOf(host: string): Platform | undefined {
	return platforms.find(({ domains }) => domains.some((domain) => hasDomain(host, domain)));
}
