/** The place of the table on its page. */
const PLACE = /(<!-- Written by npm run compare: from here -->\n)[^]*(<!-- to here -->)/;

/** The page with this table; throws where the page has no place for it. */
export function withComparison(page: string, table: string): string {
	if (!PLACE.test(page)) throw new Error('The page has no place for the table');
	return page.replace(PLACE, (_, begin: string, end: string) => `${begin}\n${table.trim()}\n\n${end}`);
}
