/** What holds whatever the API does. The tests of this folder bear these names, and docs/pace.md lists them. */
export const RUN_INVARIANTS = {
	inFlight: 'No run has more calls of an account under way than Max Concurrent Requests',
	settles: 'Every row settles within a bounded time',
	oneOutcome: 'Every row gets exactly one outcome',
	order: 'Calls of one account leave in the order in which they asked, whichever run they belong to',
	end: 'No call leaves after the run has ended, be it by a cancel or by the account',
	nobodyWaits: 'Nobody waits on once the run has ended',
	attempts: 'A link is called at most once and as often again as Max Retries allows',
	lost: 'A call whose answer was lost is the last one for its link, unless the user wants it repeated',
	billed: 'What was billed is never called again, not even when n8n runs the node again',
	bills: 'Each call stands in the bill of exactly one row',
} as const;

export const PACE_INVARIANTS = {
	finite: 'The pace is a number, and never below its slowest',
	wait: 'No call waits longer than the hold, the interval or what the API asked for',
	delivered: 'An answer never slows the pace down, and raises it only as far as the curve allows',
	refused:
		'A refusal never speeds the pace up, and those of calls that left before the last cut change nothing',
	found: 'A limit that stays is found, whatever happened before',
	shared: 'Workers that do not know of each other use the limit together, and do not overrun it',
} as const;
