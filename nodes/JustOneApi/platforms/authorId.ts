import { platforms } from './index';
import type { PlatformName } from './platform';

/** An author named by their ID alone. */
export interface AuthorId {
	platform: PlatformName;
	/** As the endpoints take it. */
	id: string;
}

/**
 * Reads a bare ID of an author.
 *
 * @param written the ID as a person gives it, blanks around it removed
 * @param platform the platform it is an ID of; null where its form is to tell
 * @returns more than one where the form does not tell (digits: Kuaishou and Bilibili); none where it is no ID
 */
export function readAuthorId(written: string, platform: PlatformName | null): AuthorId[] {
	return platforms
		.filter(({ name }) => platform === null || name === platform)
		.flatMap(({ name, authorIds }) => {
			const fitting = authorIds.find(({ form }) => form.test(written));
			const id = fitting && (fitting.idOf ? fitting.idOf(written) : written);
			return id === undefined || id === null ? [] : [{ platform: name, id }];
		});
}
