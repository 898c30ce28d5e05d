import type { Part } from './her.server.ts';

/** The part that was asked for, or the only one; undefined while she still has to choose. */
export const chosenPart = <T extends { id: string }>(parts: readonly T[], asked: string | null): T | undefined =>
	parts.length === 1 ? parts[0] : parts.find(({ id }) => id === asked);

/** A part of her pathway, as her pages speak of it. */
export interface PartHead {
	id: string;
	organization: string;
	/** First name of her lead there; null when nobody is. */
	lead: string | null;
	first: string;
	/** She may write here: a file that was closed is read. */
	open: boolean;
}

export const partHead = ({ accompaniment, organization, lead, first }: Part): PartHead => ({
	id: accompaniment.id,
	organization: organization.name,
	lead,
	first,
	open: accompaniment.ended_on === null
});
