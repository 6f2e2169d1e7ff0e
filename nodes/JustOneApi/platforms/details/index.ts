import { bilibiliDetails } from './bilibili';
import type { PlatformName, PostDetails } from './details';
import { douyinDetails } from './douyin';
import { kuaishouDetails } from './kuaishou';
import { xiaohongshuDetails } from './xiaohongshu';

/** How the posts of each platform are asked for and read. */
export const postDetails: Readonly<Record<PlatformName, PostDetails>> = {
	douyin: douyinDetails,
	kuaishou: kuaishouDetails,
	bilibili: bilibiliDetails,
	xiaohongshu: xiaohongshuDetails,
};
