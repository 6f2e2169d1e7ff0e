import type { ICredentialTestRequest, IDataObject } from 'n8n-workflow';

/**
 * Judges the answer to a credential test by the type's rules, as n8n does. They are a blacklist: the first one
 * whose value is found makes the test fail.
 *
 * @returns what n8n says, or null where the test passes
 */
export function failedRule(body: IDataObject, { rules }: ICredentialTestRequest): string | null {
	for (const rule of rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		if (valueAt(body, rule.properties.key) === rule.properties.value) return rule.properties.message;
	}
	return null;
}

/** Stands for lodash/get, which the server uses; keys are dotted paths. */
function valueAt(body: IDataObject, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | null | undefined)?.[key], body);
}
