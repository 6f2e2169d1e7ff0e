import type { Bill } from '../run/bill';
import type { Clock } from '../call/clock';
import type { Door } from './door';

/** How often a long run says how far it is, in ms. */
const INTERVAL = 30_000;

/**
 * Writes a line to n8n's log every 30 s until the signal aborts: numbers only, never a link or a token.
 *
 * @param bill grows while the run goes on
 */
export async function logProgress(
	{ context, rows }: Door,
	bill: Readonly<Bill>,
	progress: Readonly<{ rows: number }>,
	done: AbortSignal,
	clock: Clock,
): Promise<void> {
	for (;;) {
		const calls = bill.calls;
		await clock.sleep(INTERVAL, done);
		if (done.aborted) return;
		const pace = ((bill.calls - calls) * 1000) / INTERVAL;
		try {
			context.logger.info(
				`Just One API: ${progress.rows} of ${rows.length} rows done, ${bill.failed} failed, ${pace.toFixed(1)} calls per second`,
			);
		} catch {
			// The rows matter more than a line about them.
		}
	}
}
