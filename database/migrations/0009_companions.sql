-- Who accompanies: what an exclusion does at once, and who may be named in a handover.
set role cheminer_owner;

-- Whom she excludes is no longer named on any of her accompaniments here, nor her lead: then she is unassigned, a visible state.
-- Lifting an exclusion gives nothing back: being named again is a gesture of its own.
create function unname_excluded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	delete from colleague c using member m, accompaniment a
	where m.account_id = new.account_id and c.member_id = m.id and a.id = c.accompaniment_id and a.person_id = new.person_id;
	update accompaniment a set lead_id = null, version = a.version + 1 from member m
	where m.account_id = new.account_id and a.lead_id = m.id and a.person_id = new.person_id and a.ended_on is null;
	return null; end $$;
grant delete on colleague to cheminer_wall;
create policy wall_unnames on colleague for delete to cheminer_wall using (true);
alter function unname_excluded() owner to cheminer_wall;
create trigger unname after insert on exclusion for each row execute function unname_excluded();

-- A handover is told by the lead who hands over or, when there is none, by a colleague who may name others; to a colleague who may be named.
create policy hand_over on handover as restrictive for insert to cheminer_app
	with check ((from_id = me() and leads(accompaniment_id)
			or from_id is null and may_name_others(accompaniment_id)
				and exists (select from accompaniment a where a.id = accompaniment_id and a.lead_id is null))
		and may_be_named(to_id, accompaniment_id));

comment on column profile.sealed is '{pronouns, languages, interpreter, birthDate, municipality, matters, side, reach, trusted}: texts, "" when nothing was said.';
comment on column contact.sealed is '{value, hours, caution}: texts. safe = false says that others at home see it: set aside in concealed mode.';
comment on column frame.sealed is '{canPromise, cannotPromise, hers, passedOn: [{what, to, when, then}], deadlines: {grantedOn, proposedOn, askedOn}}: texts and days, "" when nothing was said.';
