import { m } from '#lib/paraglide/messages.js';
import type { Issue } from './form.ts';

const SENTENCES: Record<string, () => string> = {
	required: m.issue_required,
	too_long: m.issue_too_long,
	date: m.issue_date,
	time: m.issue_time,
	past: m.issue_past,
	future: m.issue_future,
	email: m.issue_email,
	order: m.issue_order,
	choice: m.issue_choice,
	not_nothing: m.day_issue_not_nothing,
	choose_someone: m.collective_issue_choose,
	choose_two: m.collective_issue_two,
	too_many: m.collective_issue_many,
	colleague: m.team_issue_colleague,
	list_changed: m.team_issue_list_changed,
	reference: m.team_issue_reference,
	walks_with_her: m.team_issue_walks_with_her,
	someone_else: m.team_issue_someone_else,
	too_far: m.team_issue_too_far,
	nobody_to_cover: m.team_issue_nobody_to_cover,
	desk_window: m.front_desk_issue_window,
	desk_colleague: m.front_desk_issue_colleague,
	last_administrator: m.organization_issue_last_administrator,
	another_administrator: m.organization_issue_another_administrator,
	a_role: m.organization_issue_a_role,
	accord: m.views_issue_accord,
	a_week: m.views_issue_a_week,
	leaving_how: m.leaving_issue_how,
	carnet_pin: m.space_pin_form,
	carnet_pin_easy: m.space_pin_easy,
	carnet_pin_again: m.space_pin_again,
	helper_until: m.space_together_helper_until_wrong,
	reading_answered: m.space_sees_team_gone,
	file_missing: m.space_documents_file_missing,
	file_empty: m.space_documents_file_empty,
	file_large: m.space_documents_file_large,
	file_kind: m.space_documents_file_kind,
	file_heic: m.space_documents_file_heic,
	file_old_office: m.space_documents_file_old_office,
	file_macro: m.space_documents_file_macro,
	file_broken: m.space_documents_file_broken,
	file_pixels: m.space_documents_file_pixels,
	file_bomb: m.space_documents_file_bomb,
	file_locked: m.space_documents_file_locked,
	file_busy: m.space_documents_file_busy,
	file_room: m.space_documents_file_room,
	sound_long: m.space_messages_sound_long,
	sound_unknown: m.space_messages_sound_unknown,
	sound_video: m.space_messages_sound_video,
	message_empty: m.space_messages_empty,
	leaving_read_again: m.leaving_read_again_missing,
	page_full: m.space_page_full,
	page_not_yet: m.space_page_not_yet,
	page_choose: m.space_page_choose,
	opinion_nothing: m.space_opinion_nothing,
	opinion_tomorrow: m.space_opinion_tomorrow,
	opinion_five: m.opinion_type_five
};

/** A sentence for an issue: what happened and what to do. */
export function issueText(issue: Issue): string {
	return (SENTENCES[issue.code] ?? m.issue_invalid)();
}

/** The sentence for one field, or undefined. */
export function issueOf(issues: Issue[] | undefined, field: string): string | undefined {
	const issue = issues?.find((one) => one.field === field);
	return issue && issueText(issue);
}
