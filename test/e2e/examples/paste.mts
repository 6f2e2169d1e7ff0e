/** paste-and-resolve.json: the form in production, with good, bad and mixed texts. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { readExample, withCredentials } from '../../../tools/n8n/examples.mts';
import { submitForm } from './form.mts';

export const paste: Scenario = {
	name: 'example: paste and resolve',
	newestOnly: true,
	async run({ rest, n8n, credential, counts }) {
		const workflow = withCredentials(readExample('paste-and-resolve'), { justOneApi: credential });
		await rest.activate(await rest.importWorkflow(workflow));
		const ask = async (text: string) => await submitForm(n8n, 'douyin-paste', [text]);

		const good = await ask(`7.43 pda:/ 复制打开抖音，看看【…】 ${shortLink('video', 'paste')} 复制此链接`);
		assert.equal(good.title, 'Resolved');
		assert.match(good.message, new RegExp(`Video ID ${contentId('video-paste')} \\(video\\)`));
		assert.match(good.message, /https:\/\/www\.douyin\.com\/video\//);

		const profile = await ask(shortLink('user', 'paste'));
		assert.equal(profile.title, 'Resolved');
		assert.match(profile.message, /No post, but: .+ \(user\)/);

		const gone = await ask(shortLink('c201', 'paste'));
		assert.equal(gone.title, 'Not resolved');
		assert.match(gone.message, /Nothing was found behind the link[\s\S]*Open the link in the Douyin app/);

		const none = await ask('没有链接');
		assert.equal(none.title, 'Not resolved');
		assert.match(none.message, /No share link in this text/);

		const mixed = await ask(`${shortLink('video', 'mixed')} ${shortLink('c201', 'mixed')}`);
		assert.equal(mixed.title, 'Partly resolved');
		assert.match(mixed.message, new RegExp(`${contentId('video-mixed')}[\\s\\S]*Nothing was found`));
		return counts(5, 3, 3, ['one row holds a good link and a bad one: both are on its page']);
	},
};
