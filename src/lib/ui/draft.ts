import { m } from '#lib/paraglide/messages.js';

/**
 * The attributes that make a form keep itself while one types: `<form method="POST" {...draft('?/draft')}>`.
 * `address` takes the form's own fields by POST and answers JSON; where the draft stands is said in `FormBar`.
 * Without script the form has its own button that keeps the draft.
 */
export function draft(address: string): Record<`data-draft${string}`, string> {
	return {
		'data-draft': address,
		'data-draft-kept': m.ui_draft_kept({ time: '{time}' }),
		'data-draft-cut': m.ui_draft_cut(),
		'data-draft-signed-out': m.ui_draft_signed_out(),
		'data-draft-refused': m.ui_draft_refused()
	};
}
