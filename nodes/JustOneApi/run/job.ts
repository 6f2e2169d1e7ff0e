import type { Billed } from '../call/runCalls';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { Reservation } from './callCap';
import type { CallOutcome, Connection, PaidCalls } from './paidCalls';
import { isCall } from './plan';
import type { Call, Found, Plan, Step } from './plan';
import { billedOf } from './totals';

/** What a plan came to. */
export interface Outcome {
	/** The link that it is about; null where the row held none. */
	link: string | null;
	/** One for each call that is reported here. */
	attempts: readonly Billed[];
	/** Another row, or an earlier run, made the calls. */
	isReused: boolean;
	result: Found | Failure;
}

/** What a job needs. */
export interface JobInput {
	plan: Plan;
	/** The row's way to the API; asked before each call. */
	connect(): Promise<Connection | Failure>;
	paidCalls: PaidCalls;
	reservation: Reservation;
	/** Called in the turn in which a call finally failed, with what its failure leads to. */
	onFinalFailure?(step: Step): void;
}

/** A plan that is being carried out. */
export class Job {
	readonly plan: Plan;

	readonly reservation: Reservation;

	private readonly input: JobInput;

	private step: Step;

	private readonly attempts: Billed[] = [];

	private reused = 0;

	constructor(input: JobInput) {
		this.input = input;
		this.plan = input.plan;
		this.reservation = input.reservation;
		this.step = input.plan.step;
	}

	/**
	 * Goes over what is paid for already: makes no call, and waits for none that is under way.
	 *
	 * @returns the call that is next, and what it is paid for once; null at the end of the plan
	 */
	async advance(): Promise<{ call: Call; key: string } | null> {
		const { paidCalls } = this.input;
		try {
			while (isCall(this.step)) {
				const connection = await this.input.connect();
				if (!connection.ok) this.step = connection;
				else {
					const call = this.step;
					const known = paidCalls.known(connection, call);
					if (!known) return { call, key: paidCalls.keyOf(connection, call) };
					this.take(call, known);
				}
			}
		} catch {
			this.onDefect();
		}
		return null;
	}

	/** Makes the calls of the plan. Never rejects. */
	async settle(): Promise<Outcome> {
		try {
			while (isCall(this.step)) await this.goOn(this.step);
		} catch {
			this.onDefect();
		} finally {
			this.reservation.release();
		}
		return this.outcome();
	}

	/** What the plan has come to, once it is at its end. */
	outcome(): Outcome {
		const { link } = this.plan;
		const result = isCall(this.step) ? failureOf('node_fault') : this.step;
		const isReused = this.attempts.length === 0 && this.reused > 0;
		return { link, attempts: this.attempts, isReused, result: this.inWords(result) };
	}

	/** The next call: from what is paid for, from another job that makes it, or by making it. */
	private async goOn(call: Call): Promise<void> {
		const { connect, paidCalls, reservation } = this.input;
		const connection = await connect();
		if (!connection.ok) {
			this.step = connection;
			return;
		}
		const known = paidCalls.known(connection, call);
		if (known) return this.take(call, known);
		const closed = paidCalls.closedFor(connection, call);
		if (closed) return this.refuse(connection, call, closed);
		const underWay = paidCalls.underWay(connection, call);
		if (underWay) return await underWay;
		if (call.cost > 0 && !reservation.tryReach(call.cost)) {
			if (await reservation.reach(call.cost)) return;
			// The last permit may have gone to this very call, made for another job.
			const paid = paidCalls.known(connection, call);
			if (paid) this.take(call, paid);
			else if (!paidCalls.underWay(connection, call)) {
				this.refuse(connection, call, failureOf('max_calls_reached', { uncalled: true }));
			}
			return;
		}
		const hooks = {
			isFollowUp: this.attempts.length + this.reused > 0,
			onFinalFailure: (failure: Failure) => this.input.onFinalFailure?.(this.stepAfter(call, failure)),
		};
		this.take(call, await paidCalls.make(connection, call, reservation, hooks));
	}

	private take(call: Call, { answer, attempts, isReused }: CallOutcome): void {
		this.attempts.push(...attempts);
		if (isReused) this.reused += 1;
		if (answer.ok) this.step = call.next(answer);
		else this.fail(call, answer);
	}

	/** The call is not made in this try; those of earlier tries stay this row's. */
	private refuse(connection: Connection, call: Call, failure: Failure): void {
		this.attempts.push(...this.input.paidCalls.attemptsBefore(connection, call));
		this.fail(call, failure);
	}

	private fail(call: Call, failure: Failure): void {
		this.step = this.stepAfter(call, failure);
	}

	private stepAfter({ onFailure }: Call, failure: Failure): Step {
		return onFailure?.(failure, billedOf(this.attempts)) ?? failure;
	}

	/** A defect of this package. Its message may hold anything, so nothing of it is passed on. */
	private onDefect(): void {
		const { platform = null } = this.plan;
		this.step = failureOf('node_fault', { billed: billedOf(this.attempts), platform });
	}

	/** A failure says of its row what is true of it. */
	private inWords(result: Found | Failure): Found | Failure {
		if (result.ok || !result.uncalled || this.attempts.length > 0 || this.reused > 0) return result;
		const { platform } = this.plan;
		const advice = `${result.advice ?? result.kind.advice} This row was not called.`;
		return { ...result, advice, platform: result.platform ?? platform ?? null };
	}
}
