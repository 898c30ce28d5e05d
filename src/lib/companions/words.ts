/** Colleagues as options of a select: "Paul-Henri W., référent social". */
export function memberOptions(people: readonly { id: string; first_name: string; last_name: string; job_title: string }[]) {
	return people.map(({ id, first_name, last_name, job_title }) => ({
		value: id,
		label: [`${first_name} ${last_name}`.trim(), job_title].filter(Boolean).join(', ')
	}));
}
