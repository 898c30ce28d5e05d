import { m } from '../paraglide/messages.js';
import type { Channel } from './rules.ts';

/** "en présence" */
export const CHANNEL_WORDS: Record<Channel, () => string> = {
	presence: m.channel_presence,
	phone: m.channel_phone,
	video: m.channel_video,
	home: m.channel_home,
	outside: m.channel_outside,
	message: m.channel_message
};

/** The ways to meet, for a choice. */
export function channelOptions(): { value: Channel; label: string }[] {
	return (Object.keys(CHANNEL_WORDS) as Channel[]).map((value) => ({ value, label: CHANNEL_WORDS[value]() }));
}
