/** n8n's editor as a user sees it: what can be clicked, and what can be read. For n8n 2.41. */
import type { Locator, Page } from 'playwright-core';
import type { Rest } from '../n8n/rest.mts';

export class Editor {
	readonly page: Page;
	readonly #url: string;

	constructor(page: Page, url: string) {
		this.page = page;
		this.#url = url;
	}

	async signIn({ email, password }: Rest['owner']): Promise<void> {
		await this.page.goto(`${this.#url}/signin`);
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(email);
		await this.page.locator('input[name=password]').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.getByTestId('project-home-menu-item').waitFor();
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.#url}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.#url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Searches in the panel of nodes, which must be open. */
	async search(text: string): Promise<Locator> {
		await this.page.getByTestId('node-creator-search-bar').fill(text);
		// A node with several actions has another name than one with none.
		return this.page.getByTestId(/^node-creator-(?:node|action)-item$/);
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	/** What the red triangle on a node says; null if there is none. */
	async warning(name: string): Promise<string | null> {
		const sign = this.node(name).getByTestId('node-issues');
		if ((await sign.count()) === 0) return null;
		await sign.hover();
		const text = await this.page
			.getByRole('tooltip')
			.or(this.page.locator('.n8n-tooltip'))
			.last()
			.innerText();
		await this.page.mouse.move(0, 0);
		return text;
	}

	/** The open node. */
	get form(): Locator {
		return this.page.getByTestId('ndv');
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.form.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.form.waitFor({ state: 'hidden' });
	}

	field(parameter: string): Locator {
		return this.page.getByTestId(`parameter-input-${parameter}`);
	}

	async fillText(parameter: string, text: string): Promise<void> {
		await this.field(parameter).locator('textarea, input').first().fill(text);
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.field(parameter).click();
		await this.page.getByRole('option', { name: option }).click();
	}

	/** What a list shows as chosen. */
	async chosen(parameter: string): Promise<string> {
		return await this.field(parameter).locator('input').inputValue();
	}

	/** The tab Settings of the open node. */
	async setOnError(option: string): Promise<void> {
		await this.page.getByTestId('tab-settings').click();
		await this.choose('onError', option);
		await this.page.getByTestId('tab-params').click();
	}

	/** The dialog of a credential. */
	get credential(): Locator {
		return this.page.getByTestId('editCredential-modal');
	}

	/** Saves the credential, which tests it. */
	async saveCredential(): Promise<void> {
		await this.page.getByTestId('credential-save-button').click();
	}

	async closeCredential(): Promise<void> {
		await this.credential.getByRole('button', { name: /close/i }).click();
		await this.credential.waitFor({ state: 'hidden' });
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	/** Runs the open node with what comes before it. */
	async executeStep(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}

	async executeWorkflow(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').first().click();
	}

	async showAs(view: 'schema' | 'table' | 'json'): Promise<void> {
		await this.output.getByTestId(`radio-button-${view}`).click();
	}

	/** Drags a connection from an output of a node to the input of another. */
	async connect(from: string, output: number, to: string): Promise<void> {
		const source = this.node(from).getByTestId('canvas-node-output-handle').nth(output);
		await source.dragTo(this.node(to).getByTestId('canvas-node-input-handle'));
	}
}
