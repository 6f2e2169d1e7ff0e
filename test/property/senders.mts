import { newPace, onCall, onDelivered, onRateLimited } from '../../nodes/JustOneApi/call/pace.ts';
import { randomFrom, rateLimit } from './rateLimit.mts';
import type { LimitPhase } from './rateLimit.mts';

/** Senders that always have a further call, each with a pace of its own, against one limit. */
export interface Scene {
	senders: number;
	/** Calls under way at once, for each sender. */
	inFlight: number;
	/** How long an answer and a refusal take, in ms: at least, at most. */
	latency: readonly [number, number];
	refusalLatency: readonly [number, number];
	phases: readonly LimitPhase[];
	/** When it is over, in ms. */
	until: number;
	seed: number;
}

export interface SentCall {
	sender: number;
	at: number;
	accepted: boolean;
}

/** Plays a scene from one event to the next: hours take milliseconds, since no promise is involved. */
export function play(scene: Scene): SentCall[] {
	const random = randomFrom(scene.seed);
	const allows = rateLimit(scene.phases);
	const senders = Array.from({ length: scene.senders }, (_, sender) => ({
		sender,
		pace: newPace(),
		answers: [] as Array<{ at: number; leftAt: number; accepted: boolean }>,
	}));
	const calls: SentCall[] = [];
	for (let now = 0; now < scene.until; ) {
		for (const { sender, pace, answers } of senders) {
			while (answers[0]?.at <= now) {
				const answer = answers.shift();
				if (answer?.accepted) onDelivered(pace, now);
				else if (answer) onRateLimited(pace, answer.leftAt, now);
			}
			while (answers.length < scene.inFlight && pace.nextCallAt <= now) {
				onCall(pace, now);
				const accepted = allows(now);
				calls.push({ sender, at: now, accepted });
				const [least, most] = accepted ? scene.latency : scene.refusalLatency;
				const at = now + Math.ceil(least + random() * (most - least));
				const later = answers.findLastIndex((answer) => answer.at <= at) + 1;
				answers.splice(later, 0, { at, leftAt: now, accepted });
			}
		}
		const moments = senders.flatMap(({ pace, answers }) => [
			answers[0]?.at ?? Infinity,
			answers.length < scene.inFlight ? Math.ceil(pace.nextCallAt) : Infinity,
		]);
		now = Math.max(now + 1, Math.min(...moments));
	}
	return calls;
}
