-- A meeting in several voices: who else was there, a colleague's own side, and "C'est bien ça ?".
set role cheminer_owner;

comment on column note.sealed is 'Besides what 0010 says, when there is any: {hers, hersHow, hersBy, opening} (her words, how she gave them, which member noted them; the first meeting''s are "Ce qui m''amène"), {helpedHers, helpedOurs} (the look back, both voices), {partner, relative, interpreter, interpreterAs, interpreterWhy} (who else was there, outside the accompaniment).';

create table attendee (
	interview_id uuid not null,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	member_id uuid not null,
	added_at timestamptz not null default now(),
	added_by uuid default me(),
	primary key (interview_id, member_id),
	foreign key (accompaniment_id, interview_id) references interview (accompaniment_id, id),
	foreign key (organization_id, member_id) references member (organization_id, id)
);
comment on table attendee is 'A colleague, named on the accompaniment, who was at a meeting too. Opens nothing: he may add a side of his own, and reads the others'' only when he is named with them.';
create index on attendee (accompaniment_id);

create table read_back (
	id uuid primary key,
	accompaniment_id uuid not null references accompaniment,
	note_id uuid not null references note,
	note_version int not null,
	value text not null check (value in ('yes', 'to-correct')),
	how text not null check (how in ('orally', 'screen', 'paper')),
	sealed text,
	recorded_by uuid not null default me() references member,
	at timestamptz not null default clock_timestamp()
);
comment on table read_back is '"C''est bien ça ?": what she answered when one version of a text was read again together; append-only, read like the text. Sealed {words}: her own statement, kept beside it.';
create index on read_back (note_id);
create index on read_back (accompaniment_id);

-- Several texts a meeting, one from each who was there.
drop index note_once;
create unique index note_once on note (accompaniment_id, interview_id, author_id);

-- Somebody walks with her today: her lead, or a colleague named until later, practising and not excluded.
create function walks_with(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return may_be_named(wanted, on_accompaniment) and exists (select from accompaniment a where a.id = on_accompaniment
		and (a.lead_id = wanted or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = wanted and (c.until is null or c.until > now())))); end $$;
-- I recorded this meeting of this accompaniment.
create function recorded_meeting(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from interview i where i.id = wanted and i.accompaniment_id = on_accompaniment and i.author_id = me()); end $$;
-- I was at this meeting: I recorded it, or whoever did says that I was there.
create function was_there(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return recorded_meeting(wanted, on_accompaniment)
		or exists (select from attendee t where t.interview_id = wanted and t.accompaniment_id = on_accompaniment and t.member_id = me()); end $$;
-- The text of whoever recorded the meeting, which everybody named with it may put right; a side is corrected by its author alone.
create function is_main_text(meeting uuid, written_by uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from interview i where i.id = meeting and i.author_id = written_by); end $$;
create function wrote_side(meeting uuid, by_member uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from note n where n.interview_id = meeting and n.author_id = by_member); end $$;
-- I read one of the texts of this meeting.
create function reads_meeting(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from note n where n.interview_id = wanted and reads_note(n.id)); end $$;
-- This version of a text is the one that stands: an answer is given to what was read.
create function note_stands(wanted uuid, on_accompaniment uuid, wanted_version int) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from note n where n.id = wanted and n.accompaniment_id = on_accompaniment and n.version = wanted_version); end $$;

grant select on attendee to cheminer_wall;
do $$ declare f text; begin
	foreach f in array array['walks_with(uuid, uuid)', 'recorded_meeting(uuid, uuid)', 'was_there(uuid, uuid)', 'is_main_text(uuid, uuid)',
		'wrote_side(uuid, uuid)', 'reads_meeting(uuid)', 'note_stands(uuid, uuid, int)'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function walks_with(uuid, uuid), recorded_meeting(uuid, uuid), was_there(uuid, uuid), is_main_text(uuid, uuid),
	wrote_side(uuid, uuid), reads_meeting(uuid), note_stands(uuid, uuid, int) to cheminer_app;
set role cheminer_owner;

call guard('attendee');
call guard('read_back');
create policy wall_reads on attendee for select to cheminer_wall using (true);
create trigger audit after insert or update or delete on attendee for each row execute function audit_change();
create trigger audit after insert or update or delete on read_back for each row execute function audit_change();

-- Being there opens no text, so the colleague who was there sees it of himself, and whoever reads a text of that meeting. A meeting has
-- few lines: they are asked one by one, and a page without any pays nothing.
grant select, insert (interview_id, accompaniment_id, member_id), delete on attendee to cheminer_app;
create policy see on attendee for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (member_id = me() or reads_meeting(interview_id)));
create policy say on attendee for insert to cheminer_app
	with check (organization_id = (select my_organization()) and member_id <> me() and may_write(accompaniment_id)
		and recorded_meeting(interview_id, accompaniment_id) and walks_with(member_id, accompaniment_id));
-- Put right by whoever said it, until that colleague has written.
create policy unsay on attendee for delete to cheminer_app
	using (accompaniment_id = any (array (select reach())) and recorded_meeting(interview_id, accompaniment_id) and may_write(accompaniment_id)
		and not wrote_side(interview_id, member_id));

create policy was_there on note as restrictive for insert to cheminer_app with check (was_there(interview_id, accompaniment_id));
create policy own_side on note as restrictive for update to cheminer_app
	using (author_id = me() or is_main_text(interview_id, author_id));

grant select, insert (id, accompaniment_id, note_id, note_version, value, how, sealed) on read_back to cheminer_app;
create policy see on read_back for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and reads_note(note_id));
create policy answer on read_back for insert to cheminer_app
	with check (recorded_by = me() and may_write(accompaniment_id) and reads_note(note_id) and note_stands(note_id, accompaniment_id, note_version));
