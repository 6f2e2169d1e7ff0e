/** The table of failures in Chinese, for docs/README.zh-CN.md. The compiler asks for a reason that is missing here. */
import type { Reason } from '../../nodes/JustOneApi/failure/failureTable.ts';

export interface Words {
	/** What happened. */
	title: string;
	/** What the user can do. */
	advice: string;
}

export const CHINESE: Readonly<Record<Reason, Words>> = {
	invalid_token: {
		title: 'API 不认可这个 token',
		advice: '到 Just One API 控制台重新复制 token 填进凭证，并确认它处于启用状态。',
	},
	no_content: {
		title: '链接背后没有内容',
		advice: '在抖音里打开链接看看。作品已删除或设为私密时无法解析。这种结果照样计费。',
	},
	collection_failed: {
		title: '这次没有采集到',
		advice: '稍后重跑这一行。这种结果不计费。',
	},
	rate_limited: {
		title: '调用太快，被限流',
		advice: '稍后重跑，或调低 Max Concurrent Requests；看看是否有别的程序在用同一个 token。',
	},
	daily_quota_exceeded: {
		title: '账号今天的额度用完了',
		advice: '明天再跑，或在控制台提高额度。',
	},
	invalid_parameters: {
		title: 'API 不接受这个链接',
		advice: '请在 App 里重新分享，选“复制链接”，粘贴新的文本：只接受文档规定的短链接形式。',
	},
	server_error: {
		title: 'API 内部出错',
		advice: '稍后重跑。如果一直这样，把 request_id 告诉 Just One API 客服。',
	},
	service_unavailable: {
		title: 'API 暂时不可用',
		advice: '稍后重跑。是否计费，官方没有说明。',
	},
	permission_denied: {
		title: '这个 token 没有该接口的权限',
		advice: '在控制台为 token 开通“抖音分享链接解析”接口。',
	},
	insufficient_balance: {
		title: '账号余额不足',
		advice: '在控制台充值，然后重跑失败的行。',
	},
	unknown_code: {
		title: 'API 返回了文档里没有的代码',
		advice: '记下代码，问 Just One API 是什么意思。是否计费未知。',
	},
	timeout: {
		title: 'API 没有按时回答',
		advice: '这次调用可能已经计费。重跑这一行，或打开 Retry Unanswered Calls 让节点自动重试。',
	},
	network: {
		title: '连不上 API',
		advice: '检查 n8n 所在机器的网络和凭证里的区域，然后重跑。',
	},
	bad_response: {
		title: '回答不是 API 文档规定的格式',
		advice: '检查凭证里的区域和 Base URL：回答的可能是代理或网页，而不是 API。',
	},
	no_link: {
		title: '文本里没有分享链接',
		advice: '把链接，或 App 复制出来的整段文本，填进 Share URL。',
	},
	no_post: {
		title: '链接没有指向任何作品、用户或其他可分享的内容',
		advice: '它是首页、搜索或列表页。打开作品本身，重新分享，粘贴那个链接。',
	},
	pass_phrase: {
		title: '文本里只有 App 的口令，没有链接',
		advice: '口令只有 App 能识别。在 App 里分享作品，选“复制链接”，粘贴链接。',
	},
	no_target: {
		title: '链接没有指向任何作品、用户或抖音页面',
		advice: '在抖音里打开链接看看。它跳到了首页、别的网站，或者哪里也没去。这种结果照样计费。',
	},
	credential_missing: {
		title: '没有可用的 Just One API 凭证',
		advice: '打开节点，选择一个 Just One API 类型的凭证。',
	},
	cancelled: {
		title: '还没解析到这一行，执行就被取消了',
		advice: '重跑这一行。',
	},
	invalid_settings: { title: '节点的某个设置无法使用', advice: '没有调用接口。打开节点，改正设置。' },
	node_fault: {
		title: '节点本身出错了',
		advice: '这是节点的缺陷，不是这一行的问题。重跑这一行，并报告你的操作；相关调用可能已计费。',
	},
};
